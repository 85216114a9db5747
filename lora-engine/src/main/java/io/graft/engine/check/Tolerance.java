package io.graft.engine.check;

/// How far a 32-bit engine may be from the recorded results: what rounding alone explains, with room to spare, and
/// far less than any wrong detail of a computation would show.
final class Tolerance {

    static final double LOGITS = 3e-4;
    static final double HIDDEN_STATES = 2e-4;
    static final double LOSS = 2e-5;
    static final double LOG_PROBABILITY = 3e-4;

    static final double FIRST_LOSSES = 1e-4;
    static final double LOSSES = 1e-3;
    static final double GRADIENT_NORM = 1e-3; // relative
    static final double GRADIENTS = 1e-4; // of the largest
    static final double LEARNING_RATE = 1e-12;
    static final double TRAINED_LOGITS = 1e-2;
    static final double MERGED = 3e-4;

    static final double LOG_LIKELIHOOD = 1e-3;

    /// Two results closer than this may change places.
    static final double NEAR_TIE = 2e-3;

    private Tolerance() {}

    /// Limits for the numbers of an adapter: by root of the mean square, for 999 of 1000 elements, for each. Adam
    /// divides by the root of the second moment, so single elements whose gradient is near zero may go either way.
    record OfAdapter(double rms, double most, double each) {

        static final OfAdapter AFTER_TWO_STEPS = new OfAdapter(5e-6, 5e-6, 1e-3);
        static final OfAdapter FINAL = new OfAdapter(3e-5, 1e-4, 5e-3);
    }
}
