package io.graft.engine.training;

/// How the learning rate moves over the steps: a linear warm-up, then what the kind says, as in
/// transformers.
///
/// @param warmupSteps steps from zero to the full rate; where it is 0, `warmupRatio` of all steps
public record LearningRateSchedule(Kind kind, int warmupSteps, double warmupRatio) {

    /// What follows the warm-up.
    public enum Kind {
        /// The full rate from the first step on, whatever the warm-up says.
        CONSTANT,
        /// The full rate.
        CONSTANT_WITH_WARMUP,
        /// In a straight line to zero.
        LINEAR,
        /// Half a cosine wave to zero.
        COSINE
    }

    public LearningRateSchedule {
        Require.atLeast("warmup_steps", 0, warmupSteps);
        Require.share("warmup_ratio", warmupRatio);
    }

    /// The factor of the learning rate in a step.
    ///
    /// @param step  from 0
    /// @param total steps of the whole training
    public double factor(int step, int total) {
        int warmup = warmup(total);
        if (step < warmup) {
            return (double) step / Math.max(1, warmup);
        }
        double rest = Math.max(1, total - warmup);
        return switch (kind) {
            case CONSTANT, CONSTANT_WITH_WARMUP -> 1;
            case LINEAR -> Math.max(0, (total - step) / rest);
            case COSINE -> Math.max(0, 0.5 * (1 + Math.cos(Math.PI * (step - warmup) / rest)));
        };
    }

    private int warmup(int total) {
        if (kind == Kind.CONSTANT) {
            return 0;
        }
        return warmupSteps > 0 ? warmupSteps : (int) Math.ceil(total * warmupRatio);
    }
}
