package io.graft.engine.transformer;

import io.graft.engine.kernel.Activation;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;

/// The gated feed-forward half of a decoder layer: `out = middle + down(activation(gate(n)) * up(n))` with
/// `n = norm(middle)`.
///
/// @param begin the norm, and gate and up
/// @param end   down and the sum
record FeedForwardHalf(Kernels kernels, HalfBegin begin, Activation activation, HalfEnd end) {

    void forward(LayerActivations.FeedForwardPart a, Matrix out, Pass.Rows rows) {
        begin.forward(a.input(), rows);
        kernels.gate(activation, rows.of(a.gate()), rows.of(a.up()), rows.of(a.inner()));
        rows.of(out).copyFrom(rows.of(a.middle()));
        end.forward(a.inner(), a.output(), out, rows);
    }

    /// From the gradient of `out` to the gradient of `middle`. Afterwards the activations `gate` and `up` hold their
    /// gradients.
    void backward(LayerActivations.FeedForwardPart a, LayerGradients g, Pass.Rows rows) {
        end.backward(a.output(), g.feedForward(), a.inner(), rows);
        kernels.gateBackward(activation, rows.of(a.gate()), rows.of(a.up()), rows.of(a.inner()));
        begin.backward(a.input(), a.input().outputs(), g.feedForward(), rows);
    }
}
