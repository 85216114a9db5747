package io.graft.engine.dataset;

import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.training.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file goes in, examples come out. With held-out examples: [Rows#read], [Rows#split], and [#of] both
/// parts.
public record Examples(List<Example> examples, ExampleReport report) {

    public Examples {
        examples = List.copyOf(examples);
    }

    /// Reads a JSON-lines file and turns its rows into examples.
    ///
    /// @param tokenizer of the base model
    /// @throws MalformedRowException naming file, line and what would be right
    /// @throws IllegalArgumentException if no example is left
    public static Examples read(Path file, Tokenizer tokenizer, ExampleConfig config) throws IOException {
        return of(Rows.read(file), tokenizer, config);
    }

    /// Turns rows into examples; those in which nothing counts for the loss are left out and counted.
    ///
    /// @throws MalformedRowException if a row cannot be encoded
    /// @throws IllegalArgumentException if no example is left
    public static Examples of(Rows rows, Tokenizer tokenizer, ExampleConfig config) throws IOException {
        Encoder encoder = new Encoder(tokenizer, config.lossOn());
        List<Example> examples = new ArrayList<>();
        ExampleReport report = ExampleReport.NONE;
        for (int i = 0; i < rows.rows().size(); i++) {
            Encoded whole = encode(encoder, rows, i);
            Encoded cut = whole.cut(config.maxLength(), config.truncation());
            if (cut.teaches()) {
                examples.add(cut.example());
                report = report.with(cut, cut.length() < whole.length());
            } else {
                report = whole.teaches() ? report.withCutAway() : report.withEmpty();
            }
        }
        if (examples.isEmpty()) {
            throw new IllegalArgumentException(rows.file() + " holds nothing to learn: " + report.summary()
                    + "; max_length is " + config.maxLength());
        }
        return new Examples(examples, report);
    }

    private static Encoded encode(Encoder encoder, Rows rows, int row) throws MalformedRowException {
        try {
            return encoder.encode(rows.rows().get(row));
        } catch (IllegalArgumentException e) {
            throw rows.malformed(row, String.valueOf(e.getMessage()));
        }
    }
}
