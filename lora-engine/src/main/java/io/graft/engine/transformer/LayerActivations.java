package io.graft.engine.transformer;

import io.graft.engine.layer.Attention;
import io.graft.engine.tensor.Matrix;
import java.util.List;

/// What one decoder layer computes on its way forward; training keeps it for the way back.
///
/// @param attention   of the attention half
/// @param feedForward of the feed-forward half
record LayerActivations(AttentionPart attention, FeedForwardPart feedForward) {

    /// How a half begins.
    ///
    /// @param x       the half's input, `[tokens][hidden]`
    /// @param inverse inverse root mean squares, `[tokens][1]`
    /// @param normed  `[tokens][hidden]`; shared by all halves, or `x` itself where there is no norm
    /// @param outputs of the linear layers that read `normed`
    record Input(Matrix x, Matrix inverse, Matrix normed, List<Matrix> outputs) {}

    /// How a half ends, where its output is not added as it is.
    ///
    /// @param branch  what its last linear layer puts out, `[tokens][hidden]`
    /// @param inverse inverse root mean squares, `[tokens][1]`
    record Output(Matrix branch, Matrix inverse) {}

    /// Queries and keys as the linear layers put them out: what attention reads, unless they are normed
    /// first.
    ///
    /// @param queryInverse inverse root mean squares, `[tokens][groups]`
    /// @param keyInverse   likewise
    record Raw(Matrix queries, Matrix keys, Matrix queryInverse, Matrix keyInverse) {}

    record AttentionPart(Input input, Raw raw, Attention.State state, Output output) {

        /// The layer's input, `[tokens][hidden]`.
        Matrix x() {
            return input.x;
        }
    }

    /// @param input of the sum of the layer's input and attention
    /// @param gate  `[tokens][intermediate]`
    /// @param up    `[tokens][intermediate]`
    /// @param inner gated product, `[tokens][intermediate]`; shared by all layers, made again on the way
    ///              back
    record FeedForwardPart(Input input, Matrix gate, Matrix up, Matrix inner, Output output) {

        /// Input plus attention, `[tokens][hidden]`.
        Matrix middle() {
            return input.x;
        }
    }

    /// Memory that all layers share, since nobody reads it once a layer is done.
    ///
    /// @param inner  of [FeedForwardPart]
    /// @param normed of [Input]: made again on the way back
    /// @param branch of [Output] where no norm needs it on the way back
    record Shared(Matrix inner, Matrix normed, Matrix branch) {

        static Shared plan(ModelConfig config, int tokens) {
            boolean scaled = config.layer().residualScale() != 1f;
            return new Shared(
                    Matrix.zeros(tokens, config.intermediateSize()),
                    Matrix.zeros(tokens, config.hiddenSize()),
                    Matrix.zeros(tokens, scaled ? config.hiddenSize() : 0));
        }

        int tokens() {
            return inner.rows();
        }
    }

    /// Memory for as many tokens as `shared` is for.
    static LayerActivations plan(ModelConfig config, Shared shared) {
        return new ActivationPlan(config, shared).activations();
    }

    /// [#plan(ModelConfig, Shared)] of a layer that shares memory with no other.
    static LayerActivations plan(ModelConfig config, int tokens) {
        return plan(config, Shared.plan(config, tokens));
    }
}
