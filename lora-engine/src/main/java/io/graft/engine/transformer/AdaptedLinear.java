package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.layer.Linear;
import io.graft.engine.layer.Magnitude;
import io.graft.engine.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// A frozen linear layer together with what the pass's adapter makes of it.
///
/// A pair alone adds to the layer's output. With a [Magnitude] (DoRA) the layer without its bias and the pair
/// together, `u`, are scaled: `y = g ⊙ u + bias`. With dropout PEFT lets only the difference to the frozen layer see
/// the dropped input `x'`: `y = W x + bias - W x' + g ⊙ u'`.
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
        adapt(x, y, rows);
    }

    /// The rest of [#forward] once the frozen layer's output is there.
    void adapt(Matrix x, Matrix y, Pass.Rows rows) {
        AdapterPass adapter = rows.pass().adapter();
        if (adapter.decomposes(slot)) {
            adapter.direction(slot, y, rows.from()).copyFrom(y);
        }
        adapter.forward(this, x, y, rows);
    }

    void forwardAdd(Matrix x, Matrix y, Pass.Rows rows) {
        AdapterPass adapter = rows.pass().adapter();
        if (adapter.decomposes(slot)) {
            Matrix direction = adapter.direction(slot, y, rows.from());
            base.forward(x, direction, rows.pass().workers());
            adapter.add(direction, y);
        } else {
            base.forwardAdd(x, y, rows.pass().workers());
        }
        adapter.forward(this, x, y, rows);
    }

    void backward(Matrix dy, Matrix dx, Pass.Rows rows) {
        if (rows.pass().adapter().magnitude(slot) != null) {
            dx.clear();
            backwardAdd(dy, dx, rows);
        } else {
            base.backward(dy, dx);
            rows.pass().adapter().backward(slot, dy, dx, rows.from());
        }
    }

    void backwardAdd(Matrix dy, Matrix dx, Pass.Rows rows) {
        Magnitude magnitude = rows.pass().adapter().magnitude(slot);
        if (magnitude != null) {
            backwardAdd(magnitude, dy, dx, rows);
        } else {
            base.backwardAdd(dy, dx);
            rows.pass().adapter().backward(slot, dy, dx, rows.from());
        }
    }

    private void backwardAdd(Magnitude magnitude, Matrix dy, Matrix dx, Pass.Rows rows) {
        AdapterPass adapter = rows.pass().adapter();
        Matrix scaled = scaled(magnitude, dy, rows);
        adapter.backward(slot, scaled, dx, rows.from());
        if (adapter.drops()) {
            base.backwardAdd(dy, dx);
            adapter.subtract(dy, scaled);
            Matrix dropped = adapter.inputScratch(dx, rows.from());
            base.backward(scaled, dropped);
            adapter.backwardDropped(slot, dropped, dx, rows.from());
        } else {
            base.backwardAdd(scaled, dx);
        }
    }

    /// The backward pass where nothing below needs a gradient.
    void backwardPairOnly(Matrix dy, Pass.Rows rows) {
        Magnitude magnitude = rows.pass().adapter().magnitude(slot);
        Matrix scaled = magnitude == null ? dy : scaled(magnitude, dy, rows);
        @Nullable Matrix none = null;
        rows.pass().adapter().backward(slot, scaled, none, rows.from());
    }

    private static Matrix scaled(Magnitude magnitude, Matrix dy, Pass.Rows rows) {
        Matrix scaled = rows.pass().adapter().directionGradient(dy, rows.from());
        magnitude.scale(dy, scaled);
        return scaled;
    }
}
