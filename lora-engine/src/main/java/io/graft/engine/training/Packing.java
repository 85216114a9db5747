package io.graft.engine.training;

/// Whether short examples share a row of a batch. Those that do never see each other, and each counts its
/// positions from zero, so packing changes only which examples make a step.
///
/// @param maxLength tokens of a row; an example longer than that has a row of its own
public record Packing(Strategy strategy, int maxLength) {

    /// Every example is a row.
    public static final Packing NONE = new Packing(Strategy.NONE, 1);

    /// How examples are put into rows.
    public enum Strategy {
        /// Every example is a row.
        NONE,
        /// Best-fit decreasing, TRL's `bfd`: the longest first, each into the fullest row that has room for
        /// it.
        BEST_FIT_DECREASING
    }

    public Packing {
        Require.atLeast("max_length", 1, maxLength);
    }

    /// Best-fit decreasing.
    public static Packing bestFit(int maxLength) {
        return new Packing(Strategy.BEST_FIT_DECREASING, maxLength);
    }
}
