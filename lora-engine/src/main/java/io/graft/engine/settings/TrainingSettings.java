package io.graft.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.dataset.ExampleConfig;
import io.graft.engine.training.Checkpoints;
import io.graft.engine.training.TrainingConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// All settings of a training, by the names of TRL's `SFTConfig`, transformers' `TrainingArguments` and
/// PEFT's `LoraConfig`. What is absent takes their default, except for LoRA's shape (r 16, lora_alpha 32,
/// no dropout, q_proj, k_proj, v_proj and o_proj) and a learning rate that suits it (2e-4).
///
/// @param data            how rows become examples
/// @param validationSplit share of the rows that are held out, drawn by the seed, unless a file of them is
///                        given
/// @param saveSteps       steps from one checkpoint to the next; absent for no checkpoints on the way
/// @param saveTotalLimit  how many of the latest checkpoints stay
public record TrainingSettings(
        LoraConfig lora,
        TrainingConfig training,
        ExampleConfig data,
        double validationSplit,
        OptionalInt saveSteps,
        int saveTotalLimit) {

    /// The adapter's shape where nothing else is said.
    public static final LoraConfig LORA = LoraConfig.of(16, 32, 0, List.of("q_proj", "k_proj", "v_proj", "o_proj"));

    public TrainingSettings {
        if (!(validationSplit >= 0 && validationSplit < 1)) {
            throw new IllegalArgumentException(
                    "validation_split must be at least 0 and less than 1, is " + validationSplit);
        }
        if (saveTotalLimit < 1) {
            throw new IllegalArgumentException("save_total_limit must be at least 1, is " + saveTotalLimit);
        }
    }

    /// Reads settings from an object of names and values.
    ///
    /// @throws IllegalArgumentException naming a name that is not known and the nearest that is, or the
    ///         field that is wrong, what is right, and what is there
    public static TrainingSettings of(JsonNode root) {
        return of(root, LORA);
    }

    /// [#of(JsonNode)] with an adapter's shape of one's own where nothing else is said.
    public static TrainingSettings of(JsonNode root, LoraConfig lora) {
        Fields fields = new Fields(root);
        ExampleConfig data = DataFields.read(fields);
        TrainingSettings settings = new TrainingSettings(
                LoraFields.read(fields, lora),
                TrainingFields.read(fields, data),
                data,
                fields.number("validation_split").orElse(0),
                fields.integer("save_steps"),
                fields.integer("save_total_limit").orElse(2));
        fields.refuseUnknown();
        return settings;
    }

    /// Where and how often checkpoints are written, if they are.
    public Optional<Checkpoints> checkpoints(Path folder) {
        return saveSteps.isEmpty()
                ? Optional.empty()
                : Optional.of(new Checkpoints(folder, saveSteps.getAsInt(), saveTotalLimit));
    }
}
