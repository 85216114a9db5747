package io.graft.engine.training;

/// The loss, a gradient or the adapter is no longer finite. The last checkpoint, if there is one, is from
/// before that.
public final class TrainingDivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int step;

    /// @param step  from 1
    /// @param place where the first number that is not finite was found
    TrainingDivergedException(int step, String quantity, double value, String place) {
        super("training diverged in step " + step + ": " + quantity + " is " + value + "; " + place
                + "; a smaller learning_rate, a warm-up or a smaller max_grad_norm may help");
        this.step = step;
    }

    /// The step, from 1.
    public int step() {
        return step;
    }
}
