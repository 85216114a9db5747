package io.graft.engine.layer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;

/// The negative log-likelihood of the right token, per row of logits.
public final class CrossEntropy {

    private final Kernels kernels;

    public CrossEntropy(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Turns row `row` of the logits into probabilities and returns the row's loss.
    public float forward(Matrix logits, int row, int label) {
        float logit = logits.get(row, label);
        return kernels.softmax(logits, row, logits.columns(), 1f) - logit;
    }

    /// Turns the probabilities that [#forward] left into the gradient of `weight * loss` by the logits.
    public void backward(Matrix probabilities, int row, int label, float weight) {
        probabilities.set(row, label, probabilities.get(row, label) - 1f);
        kernels.scale(probabilities.rows(row, 1), weight);
    }
}
