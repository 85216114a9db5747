package io.graft.engine.training;

/// The loss or a gradient is no longer a finite number. The last checkpoint, if there is one, is from before that.
public final class TrainingDivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int step;

    TrainingDivergedException(int step, String quantity, double value) {
        super("training diverged in step " + step + ": " + quantity + " is " + value
                + "; a smaller learning_rate, a warm-up or a smaller max_grad_norm may help");
        this.step = step;
    }

    /// The step, from 1.
    public int step() {
        return step;
    }
}
