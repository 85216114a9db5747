package io.graft.engine.training;

import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.TrainingPass;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures a training on its held-out examples, remembers the best adapter and knows when to stop.
final class Validation {

    private static final String BEST = "best_parameters";

    private final EvaluationPlan plan;
    private final List<Example> heldOut;
    private final TrainableAdapter trainable;
    private final Optional<Matrix> best; // [1][parameters]
    private EvaluationProgress progress = EvaluationProgress.NONE;

    Validation(EvaluationPlan plan, List<Example> heldOut, TrainableAdapter trainable) {
        this.plan = plan;
        this.heldOut = heldOut;
        this.trainable = trainable;
        boolean wanted = plan.outcome() == EvaluationPlan.Outcome.BEST;
        if (heldOut.isEmpty() && (wanted || plan.patience().isPresent())) {
            throw new IllegalArgumentException((wanted ? "load_best_model_at_end" : "early_stopping_patience")
                    + " needs held-out examples: give a file of them, or a validation_split");
        }
        this.best = wanted ? Optional.of(Matrix.zeros(1, trainable.parameters().columns())) : Optional.empty();
    }

    List<Example> heldOut() {
        return heldOut;
    }

    boolean isDue(int step, BatchPlan steps) {
        int every = plan.everySteps().orElse(steps.stepsPerEpoch());
        return !heldOut.isEmpty() && (step % every == 0 || step == steps.totalSteps());
    }

    Evaluation measure(int step, TrainingPass pass) {
        Evaluation evaluation = Evaluator.evaluate(pass, heldOut);
        if (!Double.isFinite(evaluation.loss())) {
            throw new TrainingDivergedException(
                    step, "eval_loss", evaluation.loss(), "the loss on the training examples was still finite");
        }
        boolean lowest = evaluation.loss() < progress.bestLoss();
        progress = progress.after(step, evaluation.loss(), plan.threshold());
        if (lowest) {
            best.ifPresent(parameters -> parameters.copyFrom(trainable.parameters()));
        }
        return evaluation;
    }

    boolean stops() {
        return progress.exhausts(plan.patience());
    }

    /// Puts the best adapter in the place of the last one, where that is what shall come out.
    void finish() {
        if (best.isPresent() && progress.bestStep().isPresent()) {
            trainable.parameters().copyFrom(best.get());
            trainable.refresh();
        }
    }

    EvaluationProgress progress() {
        return progress;
    }

    /// What must be kept to go on later, by the names it is kept under.
    Map<String, Matrix> kept() {
        return best.map(parameters -> Map.of(BEST, parameters)).orElse(Map.of());
    }

    /// Goes on from a checkpoint.
    ///
    /// @return whether it held the best adapter so far
    boolean resume(EvaluationProgress earlier, CheckpointFolder folder) throws IOException {
        progress = earlier;
        if (best.isEmpty() || earlier.bestStep().isEmpty()) {
            return false;
        }
        if (!folder.keeps(BEST)) {
            throw new IllegalArgumentException(folder.path() + " was written without load_best_model_at_end and does"
                    + " not hold the best adapter so far; go on without it too");
        }
        folder.restore(kept());
        return true;
    }
}
