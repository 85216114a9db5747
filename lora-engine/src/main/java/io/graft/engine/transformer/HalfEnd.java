package io.graft.engine.transformer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormGradient;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// How a half of a decoder layer ends: `sum = x + scale * norm(linear(input))`. Where there is neither norm nor scale,
/// the product adds to the sum itself.
record HalfEnd(
        Kernels kernels, AdaptedLinear linear, @Nullable NormWeight norm, float scale) {

    /// @param sum holds `x` on entry
    void forward(Matrix input, LayerActivations.Output a, Matrix sum, Pass.Rows rows) {
        if (plain()) {
            linear.forwardAdd(rows.of(input), rows.of(sum), rows);
            return;
        }
        Matrix branch = rows.of(a.branch());
        linear.forward(rows.of(input), branch, rows);
        if (norm == null) {
            kernels.addScaled(branch, scale, rows.of(sum));
        } else {
            kernels.rmsNormAdd(branch, norm, rows.of(sum), rows.of(a.inverse()));
        }
    }

    private boolean plain() {
        return norm == null && scale == 1f;
    }

    /// From the gradient of the sum to the gradient of `input`.
    void backward(LayerActivations.Output a, LayerGradients.Half g, Matrix input, Pass.Rows rows) {
        linear.backward(branchGradient(a, g, rows), rows.of(input), rows);
    }

    /// [#backward] where the input needs no gradient.
    void backwardPairOnly(LayerActivations.Output a, LayerGradients.Half g, Pass.Rows rows) {
        linear.backwardPairOnly(branchGradient(a, g, rows), rows);
    }

    private Matrix branchGradient(LayerActivations.Output a, LayerGradients.Half g, Pass.Rows rows) {
        Matrix branch = rows.of(g.branch());
        if (plain()) {
            return branch;
        }
        branch.copyFrom(rows.of(g.sum()));
        if (norm == null) {
            kernels.scale(branch, scale);
        } else {
            kernels.rmsNormBackwardInPlace(new NormGradient(branch, rows.of(a.branch()), rows.of(a.inverse())), norm);
        }
        return branch;
    }
}
