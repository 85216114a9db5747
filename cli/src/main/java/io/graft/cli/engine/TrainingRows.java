package io.graft.cli.engine;

import io.graft.cli.output.Progress;
import io.graft.engine.dataset.Examples;
import io.graft.engine.dataset.Rows;
import io.graft.engine.settings.TrainingSettings;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.training.Example;
import io.graft.engine.training.TrainingData;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files that a training reads.
///
/// @param heldOut rows to measure on; where there are none, `validation_split` holds some of `train` out
record TrainingRows(Path train, @Nullable Path heldOut) {

    /// Tokens of all rows; says on `progress` what became of them.
    TrainingData read(CausalModel model, TrainingSettings settings, Progress progress) throws IOException {
        progress.show("reading " + train);
        Rows rows = Rows.read(Inputs.requireFile(train));
        try (Tokenizer tokenizer = model.tokenizer()) {
            Encoding encoding = new Encoding(tokenizer, settings, progress);
            if (heldOut != null) {
                Rows given = Rows.read(Inputs.requireFile(heldOut));
                return new TrainingData(encoding.of("train", rows), encoding.of("eval", given));
            }
            Rows.Split split =
                    rows.split(settings.validationSplit(), settings.training().seed());
            List<Example> train = encoding.of("train", split.train());
            return new TrainingData(
                    train,
                    split.heldOut().isEmpty()
                            ? List.of()
                            : encoding.of("eval", split.heldOut().get()));
        }
    }

    private record Encoding(Tokenizer tokenizer, TrainingSettings settings, Progress progress) {

        List<Example> of(String name, Rows rows) throws IOException {
            Examples examples = Examples.of(rows, tokenizer, settings.data());
            progress.line(name + ": " + examples.report().summary());
            return examples.examples();
        }
    }
}
