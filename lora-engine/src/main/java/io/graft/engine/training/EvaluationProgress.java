package io.graft.engine.training;

import java.util.Optional;
import java.util.OptionalInt;

/// What a training knows from its evaluations so far.
///
/// @param bestStep after which the loss was lowest; absent before the first evaluation
/// @param bestLoss infinite before the first evaluation
/// @param misses   evaluations in a row that were not better
record EvaluationProgress(OptionalInt bestStep, double bestLoss, int misses) {

    static final EvaluationProgress NONE = new EvaluationProgress(OptionalInt.empty(), Double.POSITIVE_INFINITY, 0);

    /// The progress after one more evaluation. As in transformers, a loss that is lower by no more than the
    /// threshold is the best one and a miss all the same.
    EvaluationProgress after(int step, double loss, double threshold) {
        boolean lower = loss < bestLoss;
        boolean better = bestStep.isEmpty() || (lower && bestLoss - loss > threshold);
        int newMisses = better ? 0 : misses + 1;
        return lower
                ? new EvaluationProgress(OptionalInt.of(step), loss, newMisses)
                : new EvaluationProgress(bestStep, bestLoss, newMisses);
    }

    Optional<TrainingResult.Best> best() {
        return bestStep.isEmpty()
                ? Optional.empty()
                : Optional.of(new TrainingResult.Best(bestStep.getAsInt(), bestLoss));
    }

    boolean exhausts(OptionalInt patience) {
        return patience.isPresent() && misses >= patience.getAsInt();
    }
}
