package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.Projection;
import io.graft.engine.layer.LowRank;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Memory for what flows inside low-rank pairs, planned once.
final class LowRankMemory {

    private final Map<AdapterPass.Slot, Matrix> low = new HashMap<>(); // [tokens][rank] each
    private final Map<Projection, Matrix> lowGradients = new EnumMap<>(Projection.class); // [tokens][rank] each
    private final List<float[]> transposed = new ArrayList<>(); // [worker][rank * tokens]
    private final List<Matrix> droppedOf = new ArrayList<>(); // [worker][tokens][inputs]
    private final Matrix shared; // [tokens][rank]
    private final Matrix dropped; // [tokens][inputs]

    private LowRankMemory(Matrix shared, Matrix dropped) {
        this.shared = shared;
        this.dropped = dropped;
    }

    /// For a pass without gradients: all pairs share one buffer.
    static LowRankMemory forInference(Adapter adapter, int tokens) {
        return forInference(adapter.rank(), tokens);
    }

    /// [#forInference(Adapter, int)] for adapters of up to a rank.
    static LowRankMemory forInference(int rank, int tokens) {
        return new LowRankMemory(Matrix.zeros(tokens, rank), Matrix.zeros(0, 0));
    }

    /// For training: every pair keeps its own.
    ///
    /// @param widest inputs of the widest projection if there is dropout, otherwise 0
    static LowRankMemory forTraining(CausalModel model, Adapter adapter, int tokens, int widest) {
        LowRankMemory memory = new LowRankMemory(Matrix.zeros(0, 0), Matrix.zeros(tokens, widest));
        for (int layer = 0; layer < model.layers(); layer++) {
            for (Projection projection : Projection.values()) {
                LowRank pair = adapter.pair(layer, projection);
                if (pair != null) {
                    memory.low.put(new AdapterPass.Slot(layer, projection), Matrix.zeros(tokens, pair.rank()));
                    memory.lowGradients.computeIfAbsent(projection, p -> Matrix.zeros(tokens, pair.rank()));
                }
            }
        }
        for (int worker = 0; worker < model.compute().workers().count(); worker++) {
            memory.transposed.add(new float[tokens * adapter.rank()]);
            memory.droppedOf.add(Matrix.zeros(tokens, widest));
        }
        return memory;
    }

    Matrix low(AdapterPass.Slot slot, int rank) {
        return low.getOrDefault(slot, shared).columns(0, rank);
    }

    Matrix lowGradient(Projection projection, int rank) {
        Matrix memory = lowGradients.get(projection);
        if (memory == null) {
            throw new IllegalStateException("no memory was planned for the gradient of " + projection);
        }
        return memory.columns(0, rank);
    }

    Matrix transposed(int worker, int rank, int rows) {
        return Matrix.of(transposed.get(worker), rank, rows);
    }

    Matrix dropped() {
        return dropped;
    }

    Matrix droppedOf(int worker) {
        return droppedOf.get(worker);
    }
}
