package io.graft.engine.transformer;

import io.graft.engine.tensor.Matrix;
import java.util.List;

/// Memory for queries, keys and values: one matrix each, or columns of one where one linear layer makes them all.
///
/// @param queries `[tokens][heads * headSize]`
/// @param keys    `[tokens][keyHeads * headSize]`
/// @param values  like keys
/// @param outputs what the linear layers write, in their order
record HeadColumns(Matrix queries, Matrix keys, Matrix values, List<Matrix> outputs) {

    static HeadColumns plan(ModelConfig config, int tokens) {
        int query = config.shape().queryColumns();
        int key = config.shape().keyColumns();
        if (config.layer().fusedAttention()) {
            Matrix all = Matrix.zeros(tokens, query + 2 * key);
            return new HeadColumns(
                    all.columns(0, query), all.columns(query, key), all.columns(query + key, key), List.of(all));
        }
        Matrix queries = Matrix.zeros(tokens, query);
        Matrix keys = Matrix.zeros(tokens, key);
        Matrix values = Matrix.zeros(tokens, key);
        return new HeadColumns(queries, keys, values, List.of(queries, keys, values));
    }
}
