package io.graft.engine.transformer;

import io.graft.engine.kernel.Workers;
import io.graft.engine.layer.AttentionScratch;
import io.graft.engine.tensor.Matrix;
import java.util.List;
import java.util.function.Consumer;

/// One way of a batch through the layers: the tokens, the adapter beside the weights, and who does the work.
record Pass(TokenBatch batch, AdapterPass adapter, Workers workers, List<AttentionScratch> scratch) {

    /// Rows that one task takes through a chain of layers, so that they stay in the cache.
    private static final int BLOCK = 64;

    /// Some rows of a pass.
    record Rows(Pass pass, int from, int count) {

        Matrix of(Matrix tokens) {
            return tokens.rows(from, count);
        }
    }

    /// Runs a chain that treats every row on its own, for all rows.
    void forRows(Consumer<Rows> chain) {
        int tokens = batch.tokens();
        workers.run((tokens + BLOCK - 1) / BLOCK, (block, worker) -> {
            int from = block * BLOCK;
            chain.accept(new Rows(this, from, Math.min(BLOCK, tokens - from)));
        });
    }
}
