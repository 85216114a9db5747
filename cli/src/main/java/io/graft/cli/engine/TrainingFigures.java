package io.graft.cli.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.training.Evaluation;
import io.graft.engine.training.StepMetrics;
import java.time.Duration;
import java.util.OptionalDouble;

/// What a training's steps add up to.
final class TrainingFigures {

    private OptionalDouble firstLoss = OptionalDouble.empty();
    private OptionalDouble lastLoss = OptionalDouble.empty();
    private OptionalDouble evalLoss = OptionalDouble.empty();
    private long tokens; // of the whole training
    private long tokensHere; // that this process made
    private int stepsHere;
    private double secondsHere; // in steps of this process
    private double seconds; // of earlier processes

    /// Takes in a line that an earlier process wrote.
    void remember(JsonNode line) {
        if (line.has("loss")) {
            loss(line.path("loss").asDouble());
            tokens = line.path("tokens").asLong();
        }
        seconds = line.path("seconds").asDouble();
        if (line.has("eval_loss")) {
            evalLoss = OptionalDouble.of(line.path("eval_loss").asDouble());
        }
    }

    void add(StepMetrics step) {
        loss(step.loss());
        long ofStep = step.tokens() - tokens;
        tokens = step.tokens();
        tokensHere += ofStep;
        stepsHere++;
        secondsHere += ofStep / step.tokensPerSecond();
    }

    void add(Evaluation evaluation) {
        evalLoss = OptionalDouble.of(evaluation.loss());
    }

    private void loss(double loss) {
        firstLoss = firstLoss.isPresent() ? firstLoss : OptionalDouble.of(loss);
        lastLoss = OptionalDouble.of(loss);
    }

    /// The mean time of this process's steps.
    Duration perStep() {
        return Duration.ofNanos((long) (secondsHere * 1e9 / Math.max(1, stepsHere)));
    }

    /// That earlier processes spent on this training.
    double seconds() {
        return seconds;
    }

    OptionalDouble firstLoss() {
        return firstLoss;
    }

    OptionalDouble lastLoss() {
        return lastLoss;
    }

    /// The last evaluation's.
    OptionalDouble evalLoss() {
        return evalLoss;
    }

    /// In this process; 0 before its first step.
    double tokensPerSecond() {
        return secondsHere == 0 ? 0 : tokensHere / secondsHere;
    }
}
