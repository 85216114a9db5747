package io.graft.engine.transformer;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.Projection;
import io.graft.engine.kernel.DropoutMask;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.layer.LowRank;
import io.graft.engine.layer.Magnitude;
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

    /// Whether some rows go forward with a [Magnitude] at this place.
    boolean decomposes(Slot slot) {
        for (Share share : shares) {
            LowRank pair = share.adapter.pair(slot.layer, slot.projection);
            if (pair != null && pair.magnitude() != null) {
                return true;
            }
        }
        return false;
    }

    /// The learned lengths of a layer's rows in the backward pass, or null where the adapter only adds.
    @Nullable
    Magnitude magnitude(Slot slot) {
        LowRank pair = adapter.pair(slot.layer, slot.projection);
        return pair == null ? null : pair.magnitude();
    }

    /// Memory for what a layer with a magnitude computes before it is scaled.
    Matrix direction(Slot slot, Matrix y, int firstRow) {
        return memory.direction(slot, y.columns()).rows(firstRow, y.rows());
    }

    /// Memory for the gradient of [#direction].
    Matrix directionGradient(Matrix dy, int firstRow) {
        return memory.directionGradient(dy.columns()).rows(firstRow, dy.rows());
    }

    /// Makes what the adapters make of a layer's output `y`.
    ///
    /// @param y the layer's output, perhaps added to something; where the layer is decomposed, [#direction]
    ///          holds the output alone
    void forward(AdaptedLinear linear, Matrix x, Matrix y, Pass.Rows rows) {
        for (Share share : shares) {
            LowRank pair = share.adapter.pair(linear.slot().layer, linear.slot().projection);
            int from = Math.max(share.from, rows.from());
            int count = Math.min(share.end, rows.from() + x.rows()) - from;
            if (pair != null && count > 0) {
                int skipped = from - rows.from();
                Pass.Rows own = new Pass.Rows(rows.pass(), from, count);
                forward(pair, linear, x.rows(skipped, count), y.rows(skipped, count), own);
            }
        }
    }

    private void forward(LowRank pair, AdaptedLinear linear, Matrix x, Matrix y, Pass.Rows rows) {
        Matrix z = rows.of(memory.low(linear.slot(), pair.rank()));
        Matrix seen = seen(linear.slot(), x, rows.from(), memory.dropped());
        Magnitude magnitude = pair.magnitude();
        if (magnitude == null) {
            pair.forward(seen, z, y);
            return;
        }
        Matrix direction = direction(linear.slot(), y, rows.from());
        if (drops()) {
            linear.base().forward(seen, direction, rows.pass().workers());
        }
        magnitude.subtractBias(direction);
        subtract(direction, y);
        pair.forward(seen, z, direction);
        magnitude.addScaled(direction, y);
    }

    /// `y += x`.
    void add(Matrix x, Matrix y) {
        kernels.add(x, y);
    }

    /// `y -= x`.
    void subtract(Matrix x, Matrix y) {
        kernels.addScaled(x, -1, y);
    }

    /// Whether pairs see an input with elements dropped.
    boolean drops() {
        return dropout.rate() > 0;
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
            pair.backwardInput(dz, dx, inputScratch(dx, firstRow), mask);
        }
    }

    /// Adds to `dx` the gradient of an input that went through the dropout to a frozen layer.
    void backwardDropped(Slot slot, Matrix dropped, Matrix dx, int firstRow) {
        DropoutMask mask = dropout.mask(slot, firstRow);
        if (mask != null) {
            kernels.dropoutBackward(dropped, mask, dx);
        }
    }

    /// Memory for the gradient of a dropped input.
    Matrix inputScratch(Matrix dx, int firstRow) {
        return memory.dropped().rows(firstRow, dx.rows()).columns(0, dx.columns());
    }

    /// Adds to the gradient of A, from the layer's input of all rows.
    void gradientOfA(Slot slot, Matrix x, LowRank.Gradient gradient, int worker) {
        int rank = gradient.a().rows();
        Matrix dz = memory.lowGradient(slot.projection, rank).rows(0, x.rows());
        Matrix input = seen(slot, x, 0, memory.droppedOf(worker));
        LowRank.addGradient(kernels, dz, input, gradient.a());
    }

    /// Adds to the gradient of B, and of the magnitude where there is one, from the gradient of the layer's output of
    /// all rows.
    void gradientOfB(Slot slot, Matrix dy, LowRank.Gradient gradient, int worker) {
        int rank = gradient.a().rows();
        Matrix z = memory.low(slot, rank).rows(0, dy.rows());
        Matrix scaled = scaled(slot, dy, gradient);
        LowRank.addGradient(kernels, z, scaled, gradient.bTransposed());
    }

    /// The gradient of what the pair adds to: takes the place of the direction once that has been used.
    private Matrix scaled(Slot slot, Matrix dy, LowRank.Gradient gradient) {
        Magnitude magnitude = magnitude(slot);
        Matrix lengths = gradient.magnitude();
        if (magnitude == null || lengths == null) {
            return dy;
        }
        Matrix direction = direction(slot, dy, 0);
        magnitude.addGradient(dy, direction, lengths);
        magnitude.scale(dy, direction);
        return direction;
    }

    /// The input as a pair sees it: `x` itself, or its dropped copy in `scratch`.
    private Matrix seen(Slot slot, Matrix x, int firstRow, Matrix scratch) {
        DropoutMask mask = dropout.mask(slot, firstRow);
        if (mask == null) {
            return x;
        }
        Matrix dropped = scratch.rows(firstRow, x.rows()).columns(0, x.columns());
        kernels.dropout(x, mask, dropped);
        return dropped;
    }
}
