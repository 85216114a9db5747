package io.graft.engine.settings;

import io.graft.engine.adapter.Layers;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.adapter.Patterns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The settings of the adapter.
final class LoraFields {

    private static final List<String> TARGETS = List.of("q_proj", "k_proj", "v_proj", "o_proj");

    private LoraFields() {}

    static LoraConfig read(Fields fields) {
        return LoraConfig.builder(targets(fields))
                .exclude(excluded(fields))
                .layers(new Layers(
                        fields.integers("layers_to_transform").orElse(List.of()),
                        fields.texts("layers_pattern").orElse(List.of())))
                .rank(fields.integer("r").orElse(16))
                .alpha(fields.number("lora_alpha").orElse(32))
                .dropout(fields.number("lora_dropout").orElse(0))
                .patterns(patterns(fields))
                .scaling(
                        fields.flag("use_rslora").orElse(false)
                                ? LoraConfig.Scaling.ROOT_OF_RANK
                                : LoraConfig.Scaling.RANK)
                .variant(fields.flag("use_dora").orElse(false) ? LoraConfig.Variant.DORA : LoraConfig.Variant.LORA)
                .start(start(fields))
                .build();
    }

    private static LoraConfig.Start start(Fields fields) {
        Map<String, LoraConfig.Start> words = Map.of(
                "true", LoraConfig.Start.KAIMING_UNIFORM,
                "gaussian", LoraConfig.Start.GAUSSIAN);
        return fields.choice("init_lora_weights", words).orElse(LoraConfig.Start.KAIMING_UNIFORM);
    }

    /// Names, or one text: `all-linear` or a regular expression for whole names, as PEFT reads it.
    private static Modules targets(Fields fields) {
        List<String> targets = fields.texts("target_modules").orElse(TARGETS);
        return fields.isText("target_modules") ? Modules.of(targets.getFirst()) : Modules.of(targets);
    }

    private static Modules excluded(Fields fields) {
        List<String> excluded = fields.texts("exclude_modules").orElse(List.of());
        return fields.isText("exclude_modules")
                ? new Modules.Expression(excluded.getFirst())
                : new Modules.Names(Set.copyOf(excluded));
    }

    private static Patterns patterns(Fields fields) {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        fields.numbers("rank_pattern").orElse(Map.of()).forEach((key, rank) -> {
            if (rank != Math.rint(rank)) {
                throw new IllegalArgumentException("rank_pattern of " + key + " must be a whole number, is " + rank);
            }
            ranks.put(key, rank.intValue());
        });
        return new Patterns(ranks, fields.numbers("alpha_pattern").orElse(Map.of()));
    }
}
