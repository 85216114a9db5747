package io.graft.engine.layer;

import io.graft.engine.tensor.Matrix;

/// Looks up the vector of every token. It has no backward pass: embeddings are frozen and nothing lies below.
public final class Embedding {

    private final Linear table;

    /// @param table vectors as the rows of a linear layer's weights, which a tied head shares
    public Embedding(Linear table) {
        this.table = table;
    }

    /// Writes the vectors of `count` tokens from `from` on to rows `from` on of `x`.
    public void forward(int[] ids, int from, int count, Matrix x) {
        for (int token = from; token < from + count; token++) {
            table.copyRow(ids[token], x, token);
        }
    }
}
