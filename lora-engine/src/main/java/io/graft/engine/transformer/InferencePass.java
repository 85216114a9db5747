package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.layer.AttentionScratch;
import io.graft.engine.layer.Segment;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// Takes new tokens of any number of sequences through a model together: weights are read once for all of them.
/// Each sequence has its own past and its own adapter, and sees nothing of the others. For one thread at a time.
///
/// Memory is kept from pass to pass and grows with the largest one.
public final class InferencePass {

    /// Tokens of a prompt that should go through the layers together: enough to keep every core busy.
    public static final int CHUNK = 128;

    /// Rows that go through the output layer together, which bounds the memory for their logits.
    public static final int LOGITS = 64;

    private final CausalModel model;
    private final List<AttentionScratch> scratch = new ArrayList<>(); // per worker
    private LayerActivations activations;
    private AdapterPass adapters;
    private int rows;
    private LowRankMemory.Width width = LowRankMemory.Width.NONE;
    private int keys;
    private Matrix chosen; // [rows of the output layer][hidden]
    private Matrix normed; // [rows of the output layer][hidden]
    private Matrix inverse; // [rows of the output layer][1]
    private Matrix logits; // [rows of the output layer][vocabulary]

    public InferencePass(CausalModel model) {
        this.model = model;
        this.activations = LayerActivations.plan(model.config(), 0);
        this.adapters = new AdapterPass(model.kernels(), Adapter.NONE, LowRankMemory.forInference(width, 0));
        this.chosen = Matrix.zeros(0, 0);
        this.normed = chosen;
        this.inverse = chosen;
        this.logits = chosen;
    }

    /// The next tokens of a sequence: `count` of `ids` from `from` on.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares parts
    public record Part(Sequence sequence, int[] ids, int from, int count) {}

    /// Appends tokens to different sequences. Row by row the pass holds the parts in their order.
    ///
    /// @param parts those with the same adapter should be neighbours: their low-rank products are then one
    /// @throws IllegalArgumentException if an id is no token or a sequence gets longer than the model's positions;
    ///                                  nothing is appended then
    public void append(List<Part> parts) {
        run(TokenBatch.continuing(parts));
        for (Part part : parts) {
            part.sequence.advance(part.count);
        }
    }

    /// Takes branches of a sequence through the model. Each sees the sequence and itself, not the others, and none of
    /// them is kept. Row by row the pass holds them in their order.
    ///
    /// @throws IllegalArgumentException as [#append]
    public void branch(Sequence trunk, List<int[]> branches) {
        run(TokenBatch.branching(trunk, branches));
    }

    private void run(TokenBatch batch) {
        reserve(batch);
        adapters.share(shares(batch));
        Pass pass = new Pass(batch, adapters, model.compute(), scratch);
        Matrix x = hidden();
        model.parts().embedding().forward(batch.ids, 0, batch.tokens(), x);
        for (DecoderLayer layer : model.parts().layers()) {
            layer.forward(activations, x, pass);
        }
    }

    private Matrix hidden() {
        return activations.attention().x();
    }

    private static List<AdapterPass.Share> shares(TokenBatch batch) {
        List<AdapterPass.Share> shares = new ArrayList<>();
        for (TokenBatch.Continued continued : batch.continued) {
            Adapter adapter = continued.sequence().adapter();
            int from = continued.segments().getFirst().queryStart();
            if (!shares.isEmpty() && shares.getLast().adapter().equals(adapter)) {
                from = shares.removeLast().from();
            }
            shares.add(new AdapterPass.Share(
                    adapter, from, continued.segments().getLast().queryEnd()));
        }
        return shares;
    }

    /// The logits of what follows `count` rows of the last pass from row `from` on, `[count][vocabulary]`; valid until
    /// they are asked for again.
    ///
    /// @param count for more than [#LOGITS] rows, ask several times: that takes less memory
    public Matrix logits(int from, int count) {
        return logits(hidden().rows(from, count));
    }

    /// [#logits(int, int)] of single rows.
    public Matrix logits(int[] selected) {
        reserveHead(selected.length);
        for (int i = 0; i < selected.length; i++) {
            chosen.rows(i, 1).copyFrom(hidden().rows(selected[i], 1));
        }
        return logits(chosen.rows(0, selected.length));
    }

    private Matrix logits(Matrix rows) {
        Matrix input = normed(rows, model.parts().head().norm());
        if (rows.rows() > logits.rows()) {
            logits = Matrix.zeros(rows.rows(), model.config().vocabularySize());
        }
        Matrix result = logits.rows(0, rows.rows());
        model.parts().head().forwardNormed(input, result, model.compute().workers());
        return result;
    }

    /// Rows of the last pass after the final norm, `[count][hidden]`; valid until they or logits are asked for again.
    public Matrix normed(int from, int count) {
        return normed(hidden().rows(from, count), model.parts().finalNorm());
    }

    private Matrix normed(Matrix rows, NormWeight norm) {
        int count = rows.rows();
        reserveHead(count);
        Matrix result = normed.rows(0, count);
        model.kernels().rmsNorm(rows, norm, result, inverse.rows(0, count));
        return result;
    }

    private void reserve(TokenBatch batch) {
        LowRankMemory.Width widest = LowRankMemory.Width.NONE;
        int longest = 0;
        for (Segment segment : batch.segments) {
            longest = Math.max(longest, segment.keys());
        }
        model.check(batch.ids, longest);
        for (TokenBatch.Continued continued : batch.continued) {
            widest = widest.and(LowRankMemory.Width.of(continued.sequence().adapter()));
            for (Segment segment : continued.segments()) {
                continued.sequence().reserve(segment.keys());
            }
        }
        model.reach(longest);
        reserveRows(batch.tokens(), width.and(widest));
        reserveKeys(longest);
    }

    private void reserveRows(int tokens, LowRankMemory.Width needed) {
        if (tokens > rows) {
            activations = LayerActivations.plan(model.config(), tokens);
        }
        if (tokens > rows || !needed.equals(width)) {
            rows = Math.max(rows, tokens);
            width = needed;
            adapters = new AdapterPass(model.kernels(), Adapter.NONE, LowRankMemory.forInference(width, rows));
        }
    }

    private void reserveKeys(int longest) {
        if (longest <= keys) {
            return;
        }
        keys = Math.max(longest, Math.min(2 * keys, model.config().maxPositions()));
        scratch.clear();
        for (int worker = 0; worker < model.compute().workers().count(); worker++) {
            scratch.add(model.inferenceScratch(keys));
        }
    }

    private void reserveHead(int count) {
        if (count > chosen.rows()) {
            chosen = Matrix.zeros(count, model.config().hiddenSize());
            normed = Matrix.zeros(count, model.config().hiddenSize());
            inverse = Matrix.zeros(count, 1);
        }
    }
}
