package io.graft.engine.transformer;

import io.graft.engine.compute.Workers;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.kernel.SoftCap;
import io.graft.engine.layer.Linear;
import io.graft.engine.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// The way from the last layer to the logits.
///
/// @param norm the final norm; where logits are divided by a number, its weight is
/// @param cap  the limit of logits, or null where they have none
record OutputHead(
        Kernels kernels,
        NormWeight norm,
        Linear linear,
        @Nullable SoftCap cap) {

    /// Logits of rows that went through [#norm].
    void forwardNormed(Matrix normed, Matrix logits, Workers workers) {
        linear.forward(normed, logits, workers);
        if (cap != null) {
            kernels.softCap(logits, cap);
        }
    }

    /// The same, and `slopes` receives what their gradient is multiplied by on the way back.
    void forwardNormed(Matrix normed, Matrix logits, Matrix slopes, Workers workers) {
        linear.forward(normed, logits, workers);
        if (cap != null) {
            kernels.softCap(logits, cap, slopes);
        }
    }

    /// From the gradient of the logits, which is overwritten, to that of the normed rows.
    void backwardNormed(Matrix logits, Matrix slopes, Matrix normed) {
        if (cap != null) {
            kernels.multiplyElements(slopes, logits);
        }
        linear.backwardOfLoss(logits, normed);
    }

    /// Columns that `slopes` needs.
    int slopeColumns() {
        return cap == null ? 0 : linear.outputs();
    }
}
