package io.graft.engine.transformer;

import io.graft.engine.layer.Attention;
import io.graft.engine.layer.AttentionScratch;
import io.graft.engine.layer.Segment;
import io.graft.engine.tensor.Matrix;
import java.util.List;

/// The attention half of a decoder layer: `middle = x + o(attention(q(n), k(n), v(n)))` with `n = norm(x)`.
///
/// @param begin     the norm, and q, k and v
/// @param turn      what happens to queries and keys before attention
/// @param attention scores and sums
/// @param end       o and the sum
record AttentionHalf(HalfBegin begin, HeadTurn turn, Attention attention, HalfEnd end) {

    /// Up to queries, keys and values.
    void forwardInputs(LayerActivations.AttentionPart a, Pass.Rows rows) {
        begin.forward(a.input(), rows);
        turn.forward(a, rows);
    }

    /// Attention of every sequence and head; independent of each other. Branches of a sequence belong together, with
    /// all heads that share keys: they take turns in the rows behind its cached keys.
    int forwardTasks(Pass pass) {
        List<TokenBatch.Continued> continued = pass.batch().continued;
        return continued.isEmpty() ? backwardTasks(pass) : continued.size() * attention.keyHeads();
    }

    int backwardTasks(Pass pass) {
        return pass.batch().sequences() * attention.shape().heads();
    }

    void forwardAttention(LayerActivations.AttentionPart a, Pass pass, int task, int worker) {
        AttentionScratch scratch = pass.scratch().get(worker);
        if (pass.batch().continued.isEmpty()) {
            int heads = attention.shape().heads();
            Segment segment = pass.batch().segments.get(task / heads);
            attention.forward(a.state(), segment, new Attention.Heads(task % heads, 1), scratch);
            return;
        }
        int keyHead = task % attention.keyHeads();
        TokenBatch.Continued continued = pass.batch().continued.get(task / attention.keyHeads());
        Sequence.Head head = new Sequence.Head(end.linear().slot().layer(), keyHead);
        for (Segment segment : continued.segments()) {
            Attention.Seen seen = continued.sequence().extend(a.state(), segment, head);
            attention.forward(a.state(), seen, attention.sharing(keyHead), scratch);
        }
    }

    void forwardOutput(LayerActivations.AttentionPart a, Matrix middle, Pass.Rows rows) {
        rows.of(middle).copyFrom(rows.of(a.x()));
        end.forward(a.state().out(), a.output(), middle, rows);
    }

    /// From the gradient of `middle` to the gradient of attention's output.
    void backwardOutput(LayerActivations.AttentionPart a, LayerGradients g, Pass.Rows rows) {
        end.backward(a.output(), g.attention(), g.heads().out(), rows);
    }

    /// The backward pass of `o` in the lowest adapted layer when nothing else of this half is adapted.
    void backwardOutputPairOnly(LayerActivations.AttentionPart a, LayerGradients g, Pass.Rows rows) {
        end.backwardPairOnly(a.output(), g.attention(), rows);
    }

    void backwardAttention(LayerActivations.AttentionPart a, LayerGradients g, Pass pass, Task task) {
        int heads = attention.shape().heads();
        Attention.Work work =
                new Attention.Work(task.index % heads, pass.scratch().get(task.worker));
        attention.backward(a.state(), g.heads(), pass.batch().segments.get(task.index / heads), work);
    }

    record Task(int index, int worker) {}

    /// From the gradients of queries, keys and values to the gradient of `x`, which takes the place of the
    /// gradient of the layer's output.
    void backwardInputs(LayerActivations.AttentionPart a, LayerGradients g, Pass.Rows rows) {
        attention.gather(rowsOf(g.heads(), rows));
        turn.backward(a, g.heads(), rows);
        begin.backward(a.input(), g.projected(), g.attention(), rows);
    }

    /// [#backwardInputs] in the lowest adapted layer.
    void backwardInputsPairsOnly(LayerActivations.AttentionPart a, LayerGradients g, Pass.Rows rows) {
        attention.gather(rowsOf(g.heads(), rows));
        turn.backward(a, g.heads(), rows);
        begin.backwardPairsOnly(a.input(), g.projected(), rows);
    }

    private static Attention.Gradients rowsOf(Attention.Gradients g, Pass.Rows rows) {
        return new Attention.Gradients(
                rows.of(g.out()),
                rows.of(g.queries()),
                rows.of(g.keys()),
                rows.of(g.values()),
                rows.of(g.keyShares()),
                rows.of(g.valueShares()));
    }
}
