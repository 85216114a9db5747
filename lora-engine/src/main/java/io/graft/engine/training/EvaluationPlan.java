package io.graft.engine.training;

import java.util.OptionalInt;

/// When a training measures itself on its held-out examples, and what follows. Without held-out examples it
/// has no effect.
///
/// @param everySteps steps from one evaluation to the next; where absent, at the end of every epoch. One
///                   follows the last step in any case
/// @param patience   ends the training after so many evaluations in a row without a better loss, as
///                   transformers' `EarlyStoppingCallback`; where absent, never
/// @param threshold  by how much a loss must be lower to be better, for `patience`
/// @param outcome    which adapter comes out
public record EvaluationPlan(OptionalInt everySteps, OptionalInt patience, double threshold, Outcome outcome) {

    /// Once per epoch; the last adapter comes out.
    public static final EvaluationPlan DEFAULT =
            new EvaluationPlan(OptionalInt.empty(), OptionalInt.empty(), 0, Outcome.LAST);

    /// Which adapter comes out.
    public enum Outcome {
        /// That of the last step.
        LAST,
        /// That of the evaluation with the lowest loss: transformers' `load_best_model_at_end`.
        BEST
    }

    public EvaluationPlan {
        if (everySteps.isPresent()) {
            Require.atLeast("eval_steps", 1, everySteps.getAsInt());
        }
        if (patience.isPresent()) {
            Require.atLeast("early_stopping_patience", 1, patience.getAsInt());
        }
        Require.notNegative("early_stopping_threshold", threshold);
    }
}
