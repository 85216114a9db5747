package io.graft.engine.layer;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;

/// Looks up the vector of every token. It has no backward pass: embeddings are frozen and nothing lies below.
public final class Embedding {

    private final Kernels kernels;
    private final Linear table;
    private final float scale;

    /// @param table vectors as the rows of a linear layer's weights, which a tied head shares
    /// @param scale what vectors are multiplied by
    public Embedding(Kernels kernels, Linear table, float scale) {
        this.kernels = kernels;
        this.table = table;
        this.scale = scale;
    }

    /// The vectors of all tokens.
    public Linear table() {
        return table;
    }

    /// Writes the scaled vectors of `count` tokens from `from` on to rows `from` on of `x`.
    public void forward(int[] ids, int from, int count, Matrix x) {
        for (int token = from; token < from + count; token++) {
            table.copyRow(ids[token], x, token);
        }
        if (scale != 1f) {
            kernels.scale(x.rows(from, count), scale);
        }
    }
}
