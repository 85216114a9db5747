package io.graft.engine.kernel;

/// The non-linear function of a gated feed-forward network, in the one form that all of them share:
/// `x * sigmoid(x * (linear + cubic * x²))`.
public enum Activation {
    /// `x * sigmoid(x)`, also called swish.
    SILU(1, 0),
    /// The Gaussian error linear unit by its tanh approximation (arXiv 1606.08415), since
    /// `(1 + tanh(u)) / 2 = sigmoid(2 u)`.
    GELU_TANH(Constants.TWICE_ROOT, Constants.TWICE_ROOT * 0.044715);

    private final float linear;
    private final float cubic;

    Activation(double linear, double cubic) {
        this.linear = (float) linear;
        this.cubic = (float) cubic;
    }

    float linear() {
        return linear;
    }

    float cubic() {
        return cubic;
    }

    private static final class Constants {
        private static final double TWICE_ROOT = 2 * Math.sqrt(2 / Math.PI);
    }
}
