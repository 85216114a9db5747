package io.graft.worker.train;

import io.graft.contracts.training.TrainingApi.StepMetric;
import io.graft.engine.training.StepMetrics;
import io.graft.engine.training.TrainingListener;
import io.graft.worker.report.Halt;
import io.graft.worker.report.Pulse;
import io.graft.worker.report.Reporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Tells the reporter of each step, and keeps the figures of the run with each checkpoint.
final class Progress implements TrainingListener {

    private static final double NANOS = 1e9;

    private final Reporter reporter;
    private final Path figuresFile;
    private Figures figures;
    private long last = System.nanoTime();

    Progress(Reporter reporter, Figures figures, Path figuresFile) {
        this.reporter = reporter;
        this.figures = figures;
        this.figuresFile = figuresFile;
    }

    Figures figures() {
        return figures;
    }

    @Override
    public void onStep(StepMetrics metrics) {
        long now = System.nanoTime();
        figures = figures.after(metrics, (now - last) / NANOS);
        last = now;
        reporter.step(
                metric(metrics),
                new Pulse(
                        100.0 * metrics.step() / metrics.totalSteps(),
                        metrics.epoch(),
                        metrics.step(),
                        metrics.totalSteps()));
    }

    private static StepMetric metric(StepMetrics metrics) {
        return new StepMetric(
                metrics.step(),
                metrics.epoch(),
                metrics.loss(),
                metrics.learningRate(),
                metrics.gradNorm(),
                metrics.meanTokenAccuracy(),
                metrics.tokens(),
                metrics.tokensPerSecond(),
                Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    @Override
    public void onCheckpoint(Path folder) {
        try {
            figures.write(figuresFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isCancelled() {
        return reporter.halt() != Halt.NONE;
    }
}
