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
    private final Map<AdapterPass.Slot, Matrix> directions = new HashMap<>(); // [tokens][outputs] each
    private final List<Matrix> droppedOf = new ArrayList<>(); // [worker][tokens][inputs]
    private final Matrix shared; // [tokens][rank]
    private final Matrix dropped; // [tokens][inputs]
    private final Matrix decomposed; // [tokens][outputs]

    private LowRankMemory(Matrix shared, Matrix dropped, Matrix decomposed) {
        this.shared = shared;
        this.dropped = dropped;
        this.decomposed = decomposed;
    }

    /// How much adapters need for a token.
    ///
    /// @param rank       of the largest pair
    /// @param decomposed the most outputs of a pair with a magnitude
    record Width(int rank, int decomposed) {

        static final Width NONE = new Width(0, 0);

        static Width of(Adapter adapter) {
            return new Width(adapter.rank(), adapter.widestDecomposed());
        }

        /// What suffices for both.
        Width and(Width other) {
            return new Width(Math.max(rank, other.rank), Math.max(decomposed, other.decomposed));
        }
    }

    /// For a pass without gradients: all pairs share one buffer.
    static LowRankMemory forInference(Width width, int tokens) {
        return new LowRankMemory(
                Matrix.zeros(tokens, width.rank), Matrix.zeros(0, 0), Matrix.zeros(tokens, width.decomposed));
    }

    /// For training: every pair keeps its own.
    ///
    /// @param widest inputs of the widest projection if there is dropout, otherwise 0
    static LowRankMemory forTraining(CausalModel model, Adapter adapter, int tokens, int widest) {
        LowRankMemory memory = new LowRankMemory(
                Matrix.zeros(0, 0), Matrix.zeros(tokens, widest), Matrix.zeros(tokens, adapter.widestDecomposed()));
        for (int layer = 0; layer < model.layers(); layer++) {
            for (Projection projection : Projection.values()) {
                LowRank pair = adapter.pair(layer, projection);
                if (pair != null) {
                    memory.plan(new AdapterPass.Slot(layer, projection), pair, tokens);
                }
            }
        }
        for (int worker = 0; worker < model.compute().workers().count(); worker++) {
            memory.droppedOf.add(Matrix.zeros(tokens, widest));
        }
        return memory;
    }

    private void plan(AdapterPass.Slot slot, LowRank pair, int tokens) {
        low.put(slot, Matrix.zeros(tokens, pair.rank()));
        Matrix widest = lowGradients.get(slot.projection());
        if (widest == null || widest.columns() < pair.rank()) {
            lowGradients.put(slot.projection(), Matrix.zeros(tokens, pair.rank()));
        }
        if (pair.magnitude() != null) {
            directions.put(slot, Matrix.zeros(tokens, pair.outputs()));
        }
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

    /// What a layer with a magnitude computes before it is scaled; training keeps it for the way back.
    Matrix direction(AdapterPass.Slot slot, int outputs) {
        return directions.getOrDefault(slot, decomposed).columns(0, outputs);
    }

    /// The gradient of [#direction] on its way through one layer.
    Matrix directionGradient(int outputs) {
        return decomposed.columns(0, outputs);
    }

    Matrix dropped() {
        return dropped;
    }

    Matrix droppedOf(int worker) {
        return droppedOf.get(worker);
    }
}
