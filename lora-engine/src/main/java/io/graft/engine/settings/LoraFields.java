package io.graft.engine.settings;

import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Projection;
import java.util.List;

/// The settings of the adapter.
final class LoraFields {

    private static final List<String> TARGETS = List.of("q_proj", "k_proj", "v_proj", "o_proj");

    private LoraFields() {}

    static LoraConfig read(Fields fields) {
        return new LoraConfig(
                fields.integer("r").orElse(16),
                fields.number("lora_alpha").orElse(32),
                fields.number("lora_dropout").orElse(0),
                Projection.named(fields.texts("target_modules").orElse(TARGETS)),
                fields.flag("use_rslora").orElse(false) ? LoraConfig.Scaling.ROOT_OF_RANK : LoraConfig.Scaling.RANK);
    }
}
