package io.graft.engine.training;

import java.util.Optional;

/// How a training ended.
///
/// @param steps  that were made in all, those before a resumption included
/// @param tokens that went through the model
/// @param best   the evaluation with the lowest loss, if there was one
public record TrainingResult(Ending ending, int steps, long tokens, Optional<Best> best) {

    /// Why it ended.
    public enum Ending {
        COMPLETED,
        CANCELLED,
        /// The evaluation loss has not improved for as long as `early_stopping_patience` says.
        STOPPED_EARLY
    }

    /// An evaluation.
    ///
    /// @param step after which it was made
    /// @param loss on the held-out examples
    public record Best(int step, double loss) {}
}
