package io.graft.cli.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.cli.output.Progress;
import io.graft.contracts.ContractJson;
import io.graft.engine.training.Evaluation;
import io.graft.engine.training.StepMetrics;
import io.graft.engine.training.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;

/// Shows a training while it runs, writes its metrics, and hands on that somebody wants it to stop.
final class TrainingWatch implements TrainingListener {

    private final Progress progress;
    private final MetricsFile metrics;
    private final Interrupt interrupt;
    private final TrainingFigures figures = new TrainingFigures();
    private final TrainingClock clock;

    TrainingWatch(Progress progress, MetricsFile metrics, Interrupt interrupt) {
        this.progress = progress;
        this.metrics = metrics;
        this.interrupt = interrupt;
        metrics.kept().forEach(figures::remember);
        this.clock = new TrainingClock(figures.seconds());
    }

    TrainingFigures figures() {
        return figures;
    }

    @Override
    public void onStep(StepMetrics step) {
        figures.add(step);
        ObjectNode line = ContractJson.mapper().valueToTree(step);
        write(line.put("seconds", clock.now()));
        progress.bar((double) step.step() / step.totalSteps(), line(step));
    }

    @Override
    public void onEvaluation(int step, Evaluation evaluation) {
        clock.leaveOut();
        figures.add(evaluation);
        write(ContractJson.mapper()
                .createObjectNode()
                .put("step", step)
                .put("eval_loss", evaluation.loss())
                .put("eval_mean_token_accuracy", evaluation.meanTokenAccuracy())
                .put("eval_tokens", evaluation.tokens())
                .put("seconds", clock.now()));
        progress.line(String.format(
                Locale.ROOT,
                "step %d: eval loss %.4f, accuracy %.3f",
                step,
                evaluation.loss(),
                evaluation.meanTokenAccuracy()));
    }

    @Override
    public boolean isCancelled() {
        return interrupt.isRequested();
    }

    private void write(JsonNode line) {
        try {
            metrics.add(line);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write metrics.jsonl: " + e.getMessage(), e);
        }
    }

    private String line(StepMetrics step) {
        return String.format(
                Locale.ROOT,
                "step %d/%d  loss %.4f  accuracy %.3f  lr %.2e  %.0f tokens/s  %d MB  %s left",
                step.step(),
                step.totalSteps(),
                step.loss(),
                step.meanTokenAccuracy(),
                step.learningRate(),
                step.tokensPerSecond(),
                step.peakMemory() >> 20,
                left(step));
    }

    private String left(StepMetrics step) {
        Duration left = figures.perStep().multipliedBy(step.totalSteps() - step.step());
        return left.toHours() > 0
                ? left.toHours() + " h " + left.toMinutesPart() + " min"
                : left.toMinutes() > 0
                        ? left.toMinutes() + " min " + left.toSecondsPart() + " s"
                        : left.toSeconds() + " s";
    }
}
