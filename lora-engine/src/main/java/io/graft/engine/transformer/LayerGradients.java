package io.graft.engine.transformer;

import io.graft.engine.layer.Attention;
import io.graft.engine.tensor.Matrix;

/// Gradients on the way back through a layer; all layers share this memory.
///
/// @param out       of the layer's output on entry, of its input on return, `[tokens][hidden]`
/// @param middle    of the sum between the halves, `[tokens][hidden]`
/// @param normed    of a norm's output, `[tokens][hidden]`
/// @param attention of queries, keys, values and attention's output
record LayerGradients(Matrix out, Matrix middle, Matrix normed, Attention.Gradients attention) {

    static LayerGradients plan(ModelConfig config, int tokens) {
        int queryColumns = config.heads() * config.headSize();
        int keyColumns = config.keyHeads() * config.headSize();
        return new LayerGradients(
                Matrix.zeros(tokens, config.hiddenSize()),
                Matrix.zeros(tokens, config.hiddenSize()),
                Matrix.zeros(tokens, config.hiddenSize()),
                new Attention.Gradients(
                        Matrix.zeros(tokens, queryColumns),
                        Matrix.zeros(tokens, queryColumns),
                        Matrix.zeros(tokens, keyColumns),
                        Matrix.zeros(tokens, keyColumns)));
    }
}
