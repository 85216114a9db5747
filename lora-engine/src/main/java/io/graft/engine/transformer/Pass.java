package io.graft.engine.transformer;

import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Workers;
import io.graft.engine.layer.AttentionScratch;
import io.graft.engine.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;

/// One way of a batch through the layers: the tokens, the adapter beside the weights, and who does the work.
record Pass(TokenBatch batch, AdapterPass adapter, Compute compute, List<AttentionScratch> scratch) {

    Workers workers() {
        return compute.workers();
    }

    /// Some rows of a pass.
    record Rows(Pass pass, int from, int count) {

        Matrix of(Matrix tokens) {
            return tokens.rows(from, count);
        }
    }

    /// Runs a chain that treats every row on its own, for all rows.
    void forRows(Consumer<Rows> chain) {
        int tokens = batch.tokens();
        int size = compute.rowsPerTask(tokens);
        workers().run(Math.ceilDiv(tokens, size), (block, worker) -> {
            int from = block * size;
            chain.accept(new Rows(this, from, Math.min(size, tokens - from)));
        });
    }
}
