package io.graft.engine.training;

/// How a training ended.
///
/// @param steps  that were made in all, those before a resumption included
/// @param tokens that went through the model
public record TrainingResult(Ending ending, int steps, long tokens) {

    /// Why it ended.
    public enum Ending {
        COMPLETED,
        CANCELLED
    }
}
