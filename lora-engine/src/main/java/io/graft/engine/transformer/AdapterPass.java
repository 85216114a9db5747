package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.Projection;
import io.graft.engine.kernel.DropoutMask;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.layer.LowRank;
import io.graft.engine.tensor.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The adapter's share of a pass: adds its low-rank products, and keeps what its gradients need.
final class AdapterPass {

    /// Which linear layer is meant.
    record Slot(int layer, Projection projection) {}

    private final Kernels kernels;
    private final Adapter adapter;
    private final LowRankMemory memory;
    private Dropout dropout = Dropout.NONE;
    private List<Share> shares;

    /// Neighbouring rows of a batch that go forward with the same adapter.
    ///
    /// @param end the row after the last one
    record Share(Adapter adapter, int from, int end) {}

    AdapterPass(Kernels kernels, Adapter adapter, LowRankMemory memory) {
        this.kernels = kernels;
        this.adapter = adapter;
        this.memory = memory;
        this.shares = List.of(new Share(adapter, 0, Integer.MAX_VALUE));
    }

    /// From now on the rows of a batch go forward with these adapters instead of the one of the constructor, which is
    /// that of the backward pass.
    ///
    /// @param next in the order of their rows
    void share(List<Share> next) {
        this.shares = next;
    }

    /// From now on pairs see their input through this dropout.
    void dropout(Dropout next) {
        this.dropout = next;
    }

    boolean adapts(Slot slot) {
        return adapter.pair(slot.layer, slot.projection) != null;
    }

    /// Adds the pairs' output for the rows from `firstRow` on to `y`.
    void forward(Slot slot, Matrix x, Matrix y, int firstRow) {
        for (Share share : shares) {
            LowRank pair = share.adapter.pair(slot.layer, slot.projection);
            int from = Math.max(share.from, firstRow);
            int count = Math.min(share.end, firstRow + x.rows()) - from;
            if (pair != null && count > 0) {
                Matrix z = memory.low(slot, pair.rank()).rows(from, count);
                Matrix seen = seen(slot, x.rows(from - firstRow, count), from, memory.dropped());
                pair.forward(seen, z, y.rows(from - firstRow, count));
            }
        }
    }

    /// Keeps the gradient inside the pair, and adds the gradient of its input to `dx` where that is asked for.
    void backward(Slot slot, Matrix dy, @Nullable Matrix dx, int firstRow) {
        LowRank pair = adapter.pair(slot.layer, slot.projection);
        if (pair == null) {
            return;
        }
        Matrix dz = memory.lowGradient(slot.projection, pair.rank()).rows(firstRow, dy.rows());
        pair.backward(dy, dz);
        if (dx == null) {
            return;
        }
        DropoutMask mask = dropout.mask(slot, firstRow);
        if (mask == null) {
            pair.backwardInput(dz, dx);
        } else {
            Matrix scratch = memory.dropped().rows(firstRow, dx.rows()).columns(0, dx.columns());
            pair.backwardInput(dz, dx, scratch, mask);
        }
    }

    /// Adds to the gradient of A, from the layer's input of all rows.
    void gradientOfA(Slot slot, Matrix x, LowRank.Gradient gradient, int worker) {
        int rank = gradient.a().rows();
        Matrix dz = memory.lowGradient(slot.projection, rank).rows(0, x.rows());
        Matrix input = seen(slot, x, 0, memory.droppedOf(worker));
        LowRank.addGradient(kernels, dz, input, gradient.a(), memory.transposed(worker, rank, x.rows()));
    }

    /// Adds to the gradient of B, from the gradient of the layer's output of all rows.
    void gradientOfB(Slot slot, Matrix dy, LowRank.Gradient gradient, int worker) {
        int rank = gradient.a().rows();
        Matrix z = memory.low(slot, rank).rows(0, dy.rows());
        LowRank.addGradient(kernels, z, dy, gradient.bTransposed(), memory.transposed(worker, rank, dy.rows()));
    }

    private Matrix seen(Slot slot, Matrix x, int firstRow, Matrix memory) {
        DropoutMask mask = dropout.mask(slot, firstRow);
        return mask == null
                ? x
                : LowRank.seen(kernels, x, mask, memory.rows(firstRow, x.rows()).columns(0, x.columns()));
    }
}
