package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.layer.Linear;
import io.graft.engine.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// A frozen linear layer together with what the pass's adapter adds to it.
final class AdaptedLinear {

    private final Linear base;
    private final AdapterPass.Slot slot;

    AdaptedLinear(Linear base, int layer, Projection projection) {
        this.base = base;
        this.slot = new AdapterPass.Slot(layer, projection);
    }

    Linear base() {
        return base;
    }

    AdapterPass.Slot slot() {
        return slot;
    }

    void forward(Matrix x, Matrix y, Pass.Rows rows) {
        base.forward(x, y, rows.pass().workers());
        rows.pass().adapter().forward(slot, x, y, rows.from());
    }

    void forwardAdd(Matrix x, Matrix y, Pass.Rows rows) {
        base.forwardAdd(x, y, rows.pass().workers());
        rows.pass().adapter().forward(slot, x, y, rows.from());
    }

    void backward(Matrix dy, Matrix dx, Pass.Rows rows) {
        base.backward(dy, dx);
        rows.pass().adapter().backward(slot, dy, dx, rows.from());
    }

    void backwardAdd(Matrix dy, Matrix dx, Pass.Rows rows) {
        base.backwardAdd(dy, dx);
        rows.pass().adapter().backward(slot, dy, dx, rows.from());
    }

    /// The backward pass where nothing below needs a gradient.
    void backwardPairOnly(Matrix dy, Pass.Rows rows) {
        @Nullable Matrix none = null;
        rows.pass().adapter().backward(slot, dy, none, rows.from());
    }
}
