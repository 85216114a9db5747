package io.graft.engine.training;

import java.nio.file.Path;

/// Watches a training from the thread that runs it.
public interface TrainingListener {

    /// After every step.
    default void onStep(StepMetrics metrics) {}

    /// After an evaluation of the held-out examples.
    ///
    /// @param step after which it was made
    default void onEvaluation(int step, Evaluation evaluation) {}

    /// After a checkpoint was written in full.
    default void onCheckpoint(Path folder) {}

    /// Asked before every step; the training ends early when this says so.
    default boolean isCancelled() {
        return false;
    }
}
