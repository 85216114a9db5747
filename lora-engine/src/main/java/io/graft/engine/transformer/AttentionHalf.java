package io.graft.engine.transformer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormGradient;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.kernel.Rotation;
import io.graft.engine.layer.Attention;
import io.graft.engine.layer.AttentionScratch;
import io.graft.engine.layer.Rotary;
import io.graft.engine.layer.Segment;
import io.graft.engine.tensor.Matrix;
import java.util.List;

/// The attention half of a decoder layer: `middle = x + o(attention(q(n), k(n), v(n)))` with `n = norm(x)`.
///
/// @param attention   scores and sums
/// @param rotary      turns queries and keys by their positions
/// @param projections q, k, v and o
record AttentionHalf(Kernels kernels, NormWeight norm, Projections projections, Attention attention, Rotary rotary) {

    record Projections(AdaptedLinear q, AdaptedLinear k, AdaptedLinear v, AdaptedLinear o) {}

    /// Up to queries, keys and values.
    void forwardInputs(LayerActivations.AttentionPart a, Pass.Rows rows) {
        Matrix normed = rows.of(a.normed());
        kernels.rmsNorm(rows.of(a.x()), norm, normed, rows.of(a.inverse()));
        projections.q.forward(normed, rows.of(a.state().queries()), rows);
        projections.k.forward(normed, rows.of(a.newKeys()), rows);
        projections.v.forward(normed, rows.of(a.newValues()), rows);
        Rotation rotation = rotary.at(rows.pass().batch().positions, rows.from());
        kernels.rotate(rows.of(a.state().queries()), rotation);
        kernels.rotate(rows.of(a.newKeys()), rotation);
    }

    /// Attention of every sequence and key head; independent of each other. Branches of a sequence belong together:
    /// they
    /// take turns in the rows behind its cached keys.
    int attentionTasks(Pass pass) {
        List<TokenBatch.Continued> continued = pass.batch().continued;
        int sequences = continued.isEmpty() ? pass.batch().sequences() : continued.size();
        return sequences * attention.keyHeads();
    }

    void forwardAttention(LayerActivations.AttentionPart a, Pass pass, int task, int worker) {
        int keyHead = task % attention.keyHeads();
        AttentionScratch scratch = pass.scratch().get(worker);
        if (pass.batch().continued.isEmpty()) {
            attention.forward(a.state(), segment(pass, task), keyHead, scratch);
            return;
        }
        TokenBatch.Continued continued = pass.batch().continued.get(task / attention.keyHeads());
        Sequence.Head head =
                new Sequence.Head(projections.q.slot().layer(), keyHead * attention.headSize(), attention.headSize());
        for (Segment segment : continued.segments()) {
            attention.forward(continued.sequence().extend(a.state(), segment, head), segment, keyHead, scratch);
        }
    }

    private Segment segment(Pass pass, int task) {
        return pass.batch().segments.get(task / attention.keyHeads());
    }

    void forwardOutput(LayerActivations.AttentionPart a, Matrix middle, Pass.Rows rows) {
        Matrix result = rows.of(middle);
        result.copyFrom(rows.of(a.x()));
        projections.o.forwardAdd(rows.of(a.state().out()), result, rows);
    }

    /// From the gradient of `middle` to the gradient of attention's output.
    void backwardOutput(LayerGradients g, Pass.Rows rows) {
        projections.o.backward(rows.of(g.middle()), rows.of(g.attention().out()), rows);
    }

    /// The backward pass of `o` in the lowest adapted layer when nothing else of this half is adapted.
    void backwardOutputPairOnly(LayerGradients g, Pass.Rows rows) {
        projections.o.backwardPairOnly(rows.of(g.middle()), rows);
    }

    void backwardAttention(LayerActivations.AttentionPart a, LayerGradients g, Pass pass, Task task) {
        Attention.Work work = new Attention.Work(
                task.index % attention.keyHeads(), pass.scratch().get(task.worker));
        attention.backward(a.state(), g.attention(), segment(pass, task.index), work);
    }

    record Task(int index, int worker) {}

    /// From the gradients of queries, keys and values to the gradient of `x`, which takes the place of the gradient
    /// of
    /// the layer's output.
    void backwardInputs(LayerActivations.AttentionPart a, LayerGradients g, Pass.Rows rows) {
        backwardRotation(g, rows);
        Matrix normed = rows.of(g.normed());
        projections.q.backward(rows.of(g.attention().queries()), normed, rows);
        projections.k.backwardAdd(rows.of(g.attention().keys()), normed, rows);
        projections.v.backwardAdd(rows.of(g.attention().values()), normed, rows);
        Matrix x = rows.of(g.out());
        x.copyFrom(rows.of(g.middle()));
        kernels.rmsNormBackward(new NormGradient(normed, rows.of(a.x()), rows.of(a.inverse())), norm, x);
    }

    /// [#backwardInputs] in the lowest adapted layer.
    void backwardInputsPairsOnly(LayerGradients g, Pass.Rows rows) {
        backwardRotation(g, rows);
        projections.q.backwardPairOnly(rows.of(g.attention().queries()), rows);
        projections.k.backwardPairOnly(rows.of(g.attention().keys()), rows);
        projections.v.backwardPairOnly(rows.of(g.attention().values()), rows);
    }

    private void backwardRotation(LayerGradients g, Pass.Rows rows) {
        Rotation rotation =
                rotary.at(rows.pass().batch().positions, rows.from()).inverse();
        kernels.rotate(rows.of(g.attention().queries()), rotation);
        kernels.rotate(rows.of(g.attention().keys()), rotation);
    }
}
