package io.graft.engine.transformer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormGradient;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.kernel.Rotation;
import io.graft.engine.layer.Attention;
import io.graft.engine.layer.Rotary;
import io.graft.engine.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// What happens to queries and keys between the linear layers and attention: they are normed in some architectures,
/// and turned by their positions in most layers.
record HeadTurn(
        Kernels kernels,
        @Nullable NormWeight queryNorm,
        @Nullable NormWeight keyNorm,
        @Nullable Rotary rotary) {

    void forward(LayerActivations.AttentionPart a, Pass.Rows rows) {
        Matrix queries = rows.of(a.state().queries());
        Matrix keys = rows.of(a.state().keys());
        LayerActivations.Raw raw = a.raw();
        if (queryNorm != null && keyNorm != null) {
            kernels.rmsNorm(rows.of(raw.queries()), queryNorm, queries, rows.of(raw.queryInverse()));
            kernels.rmsNorm(rows.of(raw.keys()), keyNorm, keys, rows.of(raw.keyInverse()));
        }
        if (rotary != null) {
            turn(queries, keys, rotary.at(rows.pass().batch().positions, rows.from()));
        }
    }

    /// Turns the gradients of attention's queries and keys into those of the linear layers' outputs.
    void backward(LayerActivations.AttentionPart a, Attention.Gradients g, Pass.Rows rows) {
        Matrix queries = rows.of(g.queries());
        Matrix keys = rows.of(g.keys());
        if (rotary != null) {
            turn(
                    queries,
                    keys,
                    rotary.at(rows.pass().batch().positions, rows.from()).inverse());
        }
        LayerActivations.Raw raw = a.raw();
        if (queryNorm != null && keyNorm != null) {
            backward(queryNorm, new NormGradient(queries, rows.of(raw.queries()), rows.of(raw.queryInverse())));
            backward(keyNorm, new NormGradient(keys, rows.of(raw.keys()), rows.of(raw.keyInverse())));
        }
    }

    private void backward(NormWeight norm, NormGradient gradient) {
        kernels.rmsNormBackwardInPlace(gradient, norm);
    }

    private void turn(Matrix queries, Matrix keys, Rotation rotation) {
        kernels.rotate(queries, rotation);
        kernels.rotate(keys, rotation);
    }
}
