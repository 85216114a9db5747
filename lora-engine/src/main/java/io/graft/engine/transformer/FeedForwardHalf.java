package io.graft.engine.transformer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormGradient;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.tensor.Matrix;

/// The gated feed-forward half of a decoder layer: `out = middle + down(silu(gate(n)) * up(n))` with `n =
/// norm(middle)`.
record FeedForwardHalf(Kernels kernels, NormWeight norm, AdaptedLinear gate, AdaptedLinear up, AdaptedLinear down) {

    void forward(LayerActivations.FeedForwardPart a, Matrix out, Pass.Rows rows) {
        Matrix middle = rows.of(a.middle());
        Matrix normed = rows.of(a.normed());
        Matrix inner = rows.of(a.inner());
        kernels.rmsNorm(middle, norm, normed, rows.of(a.inverse()));
        gate.forward(normed, rows.of(a.gate()), rows);
        up.forward(normed, rows.of(a.up()), rows);
        kernels.gate(rows.of(a.gate()), rows.of(a.up()), inner);
        Matrix result = rows.of(out);
        result.copyFrom(middle);
        down.forwardAdd(inner, result, rows);
    }

    /// From the gradient of `out` to the gradient of `middle`. Afterwards the activations `gate` and `up` hold their
    /// gradients.
    void backward(LayerActivations.FeedForwardPart a, LayerGradients g, Pass.Rows rows) {
        Matrix out = rows.of(g.out());
        Matrix inner = rows.of(a.inner());
        Matrix normed = rows.of(g.normed());
        down.backward(out, inner, rows);
        kernels.gateBackward(rows.of(a.gate()), rows.of(a.up()), inner);
        gate.backward(rows.of(a.gate()), normed, rows);
        up.backwardAdd(rows.of(a.up()), normed, rows);
        Matrix middle = rows.of(g.middle());
        middle.copyFrom(out);
        kernels.rmsNormBackward(new NormGradient(normed, rows.of(a.middle()), rows.of(a.inverse())), norm, middle);
    }
}
