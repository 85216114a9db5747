package io.graft.engine.transformer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormGradient;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.layer.Linear;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a half of a decoder layer begins: a norm of its input, if there is one, then linear layers of the
/// same input.
record HalfBegin(Kernels kernels, @Nullable NormWeight norm, List<AdaptedLinear> linears) {

    void forward(LayerActivations.Input a, Pass.Rows rows) {
        Matrix normed = normed(a, rows);
        List<Linear.Output> outputs = new ArrayList<>();
        for (int i = 0; i < linears.size(); i++) {
            outputs.add(
                    new Linear.Output(linears.get(i).base(), rows.of(a.outputs().get(i))));
        }
        Linear.forward(outputs, normed, rows.pass().workers());
        for (int i = 0; i < linears.size(); i++) {
            linears.get(i).adapt(normed, outputs.get(i).y(), rows);
        }
    }

    private Matrix normed(LayerActivations.Input a, Pass.Rows rows) {
        Matrix normed = rows.of(a.normed());
        if (norm != null) {
            kernels.rmsNorm(rows.of(a.x()), norm, normed, rows.of(a.inverse()));
        }
        return normed;
    }

    /// From the gradients of the linear layers' outputs, and of what goes around the half, to the gradient
    /// of `x`.
    void backward(LayerActivations.Input a, List<Matrix> outputs, LayerGradients.Half g, Pass.Rows rows) {
        Matrix normed = rows.of(g.normed());
        linears.getFirst().backward(rows.of(outputs.getFirst()), normed, rows);
        for (int i = 1; i < linears.size(); i++) {
            linears.get(i).backwardAdd(rows.of(outputs.get(i)), normed, rows);
        }
        Matrix x = rows.of(g.x());
        x.copyFrom(rows.of(g.sum()));
        if (norm == null) {
            kernels.add(normed, x);
        } else {
            kernels.rmsNormBackward(new NormGradient(normed, rows.of(a.x()), rows.of(a.inverse())), norm, x);
        }
        prepareGradients(a, rows);
    }

    /// The gradients of the pairs need the norm's output, whose memory all halves share.
    private void prepareGradients(LayerActivations.Input a, Pass.Rows rows) {
        if (adaptedIn(rows.pass())) {
            normed(a, rows);
        }
    }

    /// [#backward] where `x` needs no gradient.
    void backwardPairsOnly(LayerActivations.Input a, List<Matrix> outputs, Pass.Rows rows) {
        prepareGradients(a, rows);
        for (int i = 0; i < linears.size(); i++) {
            linears.get(i).backwardPairOnly(rows.of(outputs.get(i)), rows);
        }
    }

    /// Whether the pass's adapter has a pair beside any of the linear layers.
    boolean adaptedIn(Pass pass) {
        return linears.stream().anyMatch(linear -> pass.adapter().adapts(linear.slot()));
    }
}
