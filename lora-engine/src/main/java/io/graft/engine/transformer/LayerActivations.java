package io.graft.engine.transformer;

import io.graft.engine.layer.Attention;
import io.graft.engine.tensor.Matrix;

/// What one decoder layer computes on its way forward; training keeps it for the way back.
///
/// @param attention   of the attention half
/// @param feedForward of the feed-forward half
record LayerActivations(AttentionPart attention, FeedForwardPart feedForward) {

    /// @param x       the layer's input, `[tokens][hidden]`
    /// @param inverse inverse root mean squares, `[tokens][1]`
    /// @param normed  `[tokens][hidden]`
    /// @param newKeys where this pass's keys go: rows of the keys that attention reads
    /// @param newValues likewise
    record AttentionPart(
            Matrix x, Matrix inverse, Matrix normed, Matrix newKeys, Matrix newValues, Attention.State state) {}

    /// @param middle  input plus attention, `[tokens][hidden]`
    /// @param inverse inverse root mean squares, `[tokens][1]`
    /// @param normed  `[tokens][hidden]`
    /// @param gate    `[tokens][intermediate]`
    /// @param up      `[tokens][intermediate]`
    /// @param inner   gated product, `[tokens][intermediate]`; shared by all layers, made again on the way back
    record FeedForwardPart(Matrix middle, Matrix inverse, Matrix normed, Matrix gate, Matrix up, Matrix inner) {}

    /// Memory for as many tokens as `inner` has rows, whose keys are their own.
    static LayerActivations withKeys(ModelConfig config, Matrix inner) {
        int keyColumns = config.keyHeads() * config.headSize();
        OwnKeys own = new OwnKeys(Matrix.zeros(inner.rows(), keyColumns), Matrix.zeros(inner.rows(), keyColumns));
        return plan(config, inner, own);
    }

    private record OwnKeys(Matrix keys, Matrix values) {}

    private static LayerActivations plan(ModelConfig config, Matrix inner, OwnKeys own) {
        int tokens = inner.rows();
        int hidden = config.hiddenSize();
        int queryColumns = config.heads() * config.headSize();
        Attention.State state = new Attention.State(
                Matrix.zeros(tokens, queryColumns),
                own.keys,
                own.values,
                Matrix.zeros(tokens, queryColumns),
                Matrix.zeros(tokens, config.heads()));
        return new LayerActivations(
                new AttentionPart(
                        Matrix.zeros(tokens, hidden),
                        Matrix.zeros(tokens, 1),
                        Matrix.zeros(tokens, hidden),
                        own.keys,
                        own.values,
                        state),
                feedForward(config, inner));
    }

    private static FeedForwardPart feedForward(ModelConfig config, Matrix inner) {
        int tokens = inner.rows();
        return new FeedForwardPart(
                Matrix.zeros(tokens, config.hiddenSize()),
                Matrix.zeros(tokens, 1),
                Matrix.zeros(tokens, config.hiddenSize()),
                Matrix.zeros(tokens, config.intermediateSize()),
                Matrix.zeros(tokens, config.intermediateSize()),
                inner);
    }
}
