package io.graft.engine.dataset;

/// Which tokens of an example count for the loss.
public enum LossOn {
    /// The completion where a row has one, otherwise everything: TRL's default.
    AUTOMATIC,
    /// Every token: TRL's `completion_only_loss: false`.
    EVERYTHING,
    /// The completion: TRL's `completion_only_loss: true`; only for rows that have one.
    COMPLETION,
    /// What the assistant says: TRL's `assistant_only_loss: true`; only for conversations, and within the
    /// completion where a row has one.
    ASSISTANT
}
