package io.graft.cli.engine;

import io.graft.engine.settings.TrainingSettings;
import io.graft.engine.training.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What lies in a training's output folder besides the adapter.
record TrainingFolder(Path path) {

    /// Without `save_steps`, a checkpoint comes so many times, but at least every [#MOST_STEPS].
    private static final int CHECKPOINTS = 20;

    private static final int MOST_STEPS = 50;

    Path checkpoints() {
        return path.resolve("checkpoints");
    }

    Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    Checkpoints checkpoints(TrainingSettings settings, int totalSteps) {
        int every = Math.clamp(totalSteps / CHECKPOINTS, 1, MOST_STEPS);
        return settings.checkpoints(checkpoints())
                .orElseGet(() -> new Checkpoints(checkpoints(), every, settings.saveTotalLimit()));
    }

    /// Deletes what a training would go on from.
    void clear() throws IOException {
        Files.deleteIfExists(metrics());
        if (!Files.exists(checkpoints())) {
            return;
        }
        try (Stream<Path> files = Files.walk(checkpoints())) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
