package io.graft.engine.generation;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.InferencePass;
import io.graft.engine.transformer.Sequence;
import org.jspecify.annotations.Nullable;

/// One text on its way to a vector: read piece by piece, its hidden states pooled as they come.
final class PooledText {

    private final Embedder embedder;
    private final Kernels kernels;
    private final int[] ids;
    private final Adapter adapter;
    private final float[] vector; // [hidden]
    private @Nullable Sequence sequence; // only while the text is being read
    private int read;

    PooledText(Embedder embedder, int[] ids, Adapter adapter) {
        this.embedder = embedder;
        this.kernels = embedder.model().kernels();
        this.ids = ids;
        this.adapter = adapter;
        this.vector = new float[embedder.model().config().hiddenSize()];
    }

    /// How many tokens the model reads next; pieces do not depend on who else is there.
    int upcoming() {
        return Math.min(InferencePass.CHUNK, ids.length - read);
    }

    InferencePass.Part part() {
        Sequence begun = sequence == null ? embedder.model().sequence(adapter, ids.length) : sequence;
        sequence = begun;
        return new InferencePass.Part(begun, ids, read, upcoming());
    }

    boolean ended() {
        return read == ids.length;
    }

    /// Takes the hidden states of the piece that was read.
    ///
    /// @param from the pass's first row of it
    void add(InferencePass pass, int from) {
        int count = upcoming();
        read += count;
        Matrix pooled = row();
        if (embedder.pooling() == Embedder.Pooling.MEAN) {
            Matrix states = pass.normed(from, count);
            for (int row = 0; row < count; row++) {
                kernels.add(states.rows(row, 1), pooled);
            }
        } else if (ended()) {
            pooled.copyFrom(pass.normed(from + count - 1, 1));
        }
        if (ended()) {
            finish(pooled);
        }
    }

    private void finish(Matrix pooled) {
        sequence = null;
        if (embedder.pooling() == Embedder.Pooling.MEAN) {
            kernels.scale(pooled, 1f / ids.length);
        }
        double squares = kernels.squares(pooled, 0);
        if (embedder.scaling() == Embedder.Scaling.UNIT && squares > 0) {
            kernels.scale(pooled, (float) (1 / Math.sqrt(squares)));
        }
    }

    private Matrix row() {
        return Matrix.of(vector, 1, vector.length);
    }

    float[] vector() {
        return vector;
    }
}
