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

    /// Tells before any work if a training cannot write here.
    ///
    /// @param base the folder of the model that it reads
    void requireUsable(Path base) throws IOException {
        Outputs.requireFolder(path);
        Outputs.requireOther(path, base);
        MetricsFile.requireFree(metrics());
    }

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

    /// Notes which adapter a training starts from.
    void begin(StartingAdapter start) throws IOException {
        if (start.equals(StartingAdapter.FRESH)) {
            Files.deleteIfExists(started());
            return;
        }
        Files.createDirectories(checkpoints());
        Files.writeString(started(), start.digest());
    }

    /// @throws IllegalArgumentException unless the training in this folder had started from the same
    void requireSameStart(StartingAdapter start) throws IOException {
        String noted = Files.exists(started()) ? Files.readString(started()) : StartingAdapter.FRESH.digest();
        if (!noted.equals(start.digest())) {
            throw new IllegalArgumentException(
                    checkpoints() + " was written by a training that had started from another adapter than " + start);
        }
    }

    private Path started() {
        return checkpoints().resolve("start.sha256");
    }

    /// Deletes the checkpoints, which a training would go on from.
    void clear() throws IOException {
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
