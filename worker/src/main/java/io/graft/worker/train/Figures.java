package io.graft.worker.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.training.StepMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// What a run's metrics need to know from its beginning, kept beside the checkpoints so that a worker
/// that goes on knows it too.
///
/// @param step    up to which they reach
/// @param seconds spent in steps, by all workers of the run
record Figures(int step, double firstLoss, double lastLoss, double seconds) {

    static final Figures NONE = new Figures(0, 0, 0, 0);

    Figures after(StepMetrics metrics, double stepSeconds) {
        double first = step == 0 ? metrics.loss() : firstLoss;
        return new Figures(metrics.step(), first, metrics.loss(), seconds + stepSeconds);
    }

    void write(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, new ObjectMapper().writeValueAsBytes(this));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Figures read(Path file) throws IOException {
        return Files.exists(file) ? new ObjectMapper().readValue(Files.readAllBytes(file), Figures.class) : NONE;
    }
}
