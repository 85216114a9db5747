package io.graft.engine.settings;

import io.graft.engine.dataset.ExampleConfig;
import io.graft.engine.dataset.LossOn;
import java.util.Map;
import java.util.Optional;

/// The settings that say how rows become examples.
final class DataFields {

    private DataFields() {}

    static ExampleConfig read(Fields fields) {
        fields.choice("truncation_mode", Map.of("keep_start", true));
        return new ExampleConfig(
                fields.integer("max_length").orElse(ExampleConfig.DEFAULT.maxLength()),
                lossOn(fields.flag("completion_only_loss"), fields.flag("assistant_only_loss")));
    }

    private static LossOn lossOn(Optional<Boolean> completionOnly, Optional<Boolean> assistantOnly) {
        if (assistantOnly.orElse(false)) {
            return LossOn.ASSISTANT;
        }
        return completionOnly
                .map(only -> only ? LossOn.COMPLETION : LossOn.EVERYTHING)
                .orElse(LossOn.AUTOMATIC);
    }
}
