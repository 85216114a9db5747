package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.kernel.Workers;
import io.graft.engine.layer.AttentionScratch;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// One growing sequence: keeps keys and values, so that each token is computed once. For one thread at a time.
public final class Session {

    /// Tokens that go through the layers together.
    private static final int CHUNK = 256;

    private final CausalModel model;
    private final Adapter adapter;
    private final List<LayerActivations.Cache> caches = new ArrayList<>();
    private final List<AttentionScratch> scratch = new ArrayList<>();
    private LayerActivations activations;
    private AdapterPass adapterPass;
    private int capacity;
    private int length;

    Session(CausalModel model, Adapter adapter) {
        this.model = model;
        this.adapter = adapter;
        this.activations = LayerActivations.withoutKeys(model.config(), Matrix.zeros(0, inner()));
        this.adapterPass = new AdapterPass(model.kernels(), adapter, LowRankMemory.forInference(adapter, 0));
        for (int layer = 0; layer < model.layers(); layer++) {
            caches.add(new LayerActivations.Cache(Matrix.zeros(0, keyColumns()), Matrix.zeros(0, keyColumns())));
        }
    }

    private int inner() {
        return model.config().intermediateSize();
    }

    private int keyColumns() {
        return model.config().keyHeads() * model.config().headSize();
    }

    /// Tokens so far.
    public int length() {
        return length;
    }

    /// Forgets all tokens from `newLength` on.
    public void truncate(int newLength) {
        if (newLength < 0 || newLength > length) {
            throw new IllegalArgumentException("length must be from 0 to " + length + ", is " + newLength);
        }
        length = newLength;
    }

    /// Appends tokens and returns the logits of what follows the last one, `[vocabulary]`.
    public float[] append(int... ids) {
        require(ids);
        Matrix logits = Matrix.zeros(1, model.config().vocabularySize());
        for (int from = 0; from < ids.length; from += CHUNK) {
            int count = Math.min(CHUNK, ids.length - from);
            Matrix hidden = forward(ids, from, count);
            if (from + count == ids.length) {
                logits(hidden.rows(count - 1, 1), logits);
            }
        }
        return logits.data();
    }

    /// Appends tokens and returns the logits of what follows each of them, `[tokens][vocabulary]`.
    public Matrix appendAll(int... ids) {
        require(ids);
        Matrix logits = Matrix.zeros(ids.length, model.config().vocabularySize());
        for (int from = 0; from < ids.length; from += CHUNK) {
            int count = Math.min(CHUNK, ids.length - from);
            logits(forward(ids, from, count).rows(0, count), logits.rows(from, count));
        }
        return logits;
    }

    private void require(int[] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("tokens must not be empty");
        }
        model.check(ids, length + ids.length);
        reserve(length + ids.length, Math.min(CHUNK, ids.length));
        model.parts().rotary().reach(length + ids.length);
    }

    /// Takes some tokens through the layers and returns the rows that leave the last one.
    private Matrix forward(int[] ids, int from, int count) {
        TokenBatch batch = TokenBatch.continuing(ids, from, count, length);
        Pass pass = new Pass(batch, adapterPass, model.compute(), scratch);
        Matrix x = activations.attention().x();
        model.parts().embedding().forward(batch.ids, 0, count, x);
        for (int layer = 0; layer < model.layers(); layer++) {
            model.parts().layers().get(layer).forward(activations.over(caches.get(layer), length, count), x, pass);
        }
        length += count;
        return x;
    }

    private void logits(Matrix hidden, Matrix logits) {
        Matrix normed = Matrix.zeros(hidden.rows(), hidden.columns());
        model.kernels().rmsNorm(hidden, model.parts().finalNorm(), normed, Matrix.zeros(hidden.rows(), 1));
        model.parts().head().forward(normed, logits, model.compute().workers());
    }

    /// Makes room for `tokens` tokens in all, `rows` of them at once.
    private void reserve(int tokens, int rows) {
        if (rows > activations.attention().x().rows()) {
            activations = LayerActivations.withoutKeys(model.config(), Matrix.zeros(rows, inner()));
            adapterPass = new AdapterPass(model.kernels(), adapter, LowRankMemory.forInference(adapter, rows));
        }
        if (tokens > capacity) {
            grow(Math.min(model.config().maxPositions(), Math.max(tokens, 2 * capacity)));
        }
    }

    private void grow(int newCapacity) {
        caches.replaceAll(cache ->
                new LayerActivations.Cache(grown(cache.keys(), newCapacity), grown(cache.values(), newCapacity)));
        scratch.clear();
        Workers workers = model.compute().workers();
        for (int worker = 0; worker < workers.count(); worker++) {
            scratch.add(AttentionScratch.forInference(
                    model.kernels(), model.config().headSize(), newCapacity));
        }
        capacity = newCapacity;
    }

    private Matrix grown(Matrix old, int newCapacity) {
        Matrix larger = Matrix.zeros(newCapacity, old.columns());
        larger.rows(0, length).copyFrom(old.rows(0, length));
        return larger;
    }
}
