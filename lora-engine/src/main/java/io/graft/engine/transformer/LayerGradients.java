package io.graft.engine.transformer;

import io.graft.engine.layer.Attention;
import io.graft.engine.tensor.Matrix;
import java.util.List;

/// Gradients on the way back through a layer; all layers share this memory.
///
/// @param attention   of the attention half
/// @param feedForward of the feed-forward half
/// @param heads       of queries, keys, values and attention's output
/// @param projected   of the outputs of the linear layers before attention, in the same memory as `heads`
record LayerGradients(Half attention, Half feedForward, Attention.Gradients heads, List<Matrix> projected) {

    /// @param sum    of the half's result on entry, `[tokens][hidden]`
    /// @param branch of what its last linear layer puts out: `sum` itself where that is added as it is
    /// @param normed of the norm's output, `[tokens][hidden]`
    /// @param x      of the half's input, `[tokens][hidden]`
    record Half(Matrix sum, Matrix branch, Matrix normed, Matrix x) {}

    static LayerGradients plan(ModelConfig config, int tokens) {
        LayerSpec layer = config.layer();
        int hidden = config.hiddenSize();
        Matrix out = Matrix.zeros(tokens, hidden);
        Matrix middle = Matrix.zeros(tokens, hidden);
        Matrix normed = Matrix.zeros(tokens, hidden);
        boolean plainAttention = layer.addsPlainly(layer.attention().norms());
        boolean plainFeedForward = layer.addsPlainly(layer.feedForward().norms());
        Half attention = new Half(middle, plainAttention ? middle : Matrix.zeros(tokens, hidden), normed, out);
        Half feedForward = new Half(out, plainFeedForward ? out : Matrix.zeros(tokens, hidden), normed, middle);
        HeadColumns heads = HeadColumns.plan(config, tokens);
        Matrix attended = Matrix.zeros(tokens, config.shape().queryColumns());
        return new LayerGradients(attention, feedForward, gradients(config, attended, heads), heads.outputs());
    }

    private static Attention.Gradients gradients(ModelConfig config, Matrix attended, HeadColumns heads) {
        boolean shared = config.heads() > config.keyHeads();
        Matrix keyShares = shared ? Matrix.zeros(attended.rows(), attended.columns()) : heads.keys();
        Matrix valueShares = shared ? Matrix.zeros(attended.rows(), attended.columns()) : heads.values();
        return new Attention.Gradients(attended, heads.queries(), heads.keys(), heads.values(), keyShares, valueShares);
    }

    /// Of the layer's output on entry, of its input on return, `[tokens][hidden]`.
    Matrix out() {
        return feedForward.sum;
    }
}
