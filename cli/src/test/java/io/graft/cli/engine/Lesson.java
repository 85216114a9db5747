package io.graft.cli.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A small training on the shipped model.
final class Lesson {

    private Lesson() {}

    /// Rows of sums.
    static Path write(Path folder, int rows) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            text.append("{\"prompt\": \"%d + %d =\", \"completion\": \" %d\"}\n".formatted(i, i + 1, 2 * i + 1));
        }
        return Files.writeString(folder.resolve("sums.jsonl"), text);
    }

    /// What follows `graft engine`, without `--out`.
    static List<Object> command(Path data, int steps) {
        return List.of(
                "train",
                "--base",
                GraftLine.TINY,
                "--data",
                data,
                "--set",
                "max_steps=" + steps,
                "--set",
                "learning_rate=0.002",
                "--set",
                "r=4",
                "--set",
                "per_device_train_batch_size=4");
    }
}
