package io.graft.engine.adapter;

import io.graft.engine.layer.LowRank;
import io.graft.engine.layer.Magnitude;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;

/// The weights of a linear layer after its pair was merged into them: `W + scale B A`, and with a [Magnitude] every
/// row stretched to its learned length. Rows are computed when they are read.
final class MergedRows implements RowSource {

    private final RowSource base;
    private final LowRank pair;

    /// @param base `W`, `[outputs][inputs]`
    MergedRows(RowSource base, LowRank pair) {
        this.base = base;
        this.pair = pair;
    }

    @Override
    public int rows() {
        return base.rows();
    }

    @Override
    public int columns() {
        return base.columns();
    }

    @Override
    public void copy(int row, float[] target, int at) {
        base.copy(row, target, at);
        float[] change = change(row);
        for (int column = 0; column < change.length; column++) {
            target[at + column] += change[column] * pair.scale();
        }
        Magnitude magnitude = pair.magnitude();
        if (magnitude != null) {
            stretch(target, at, magnitude.values().get(0, row));
        }
    }

    /// Row `row` of `B A`.
    private float[] change(int row) {
        float[] change = new float[columns()];
        Matrix a = pair.a();
        for (int k = 0; k < pair.rank(); k++) {
            float factor = pair.b().get(row, k);
            int from = a.at(k);
            for (int column = 0; column < change.length; column++) {
                change[column] += factor * a.data()[from + column];
            }
        }
        return change;
    }

    private void stretch(float[] target, int at, float length) {
        double squares = 0;
        for (int column = at; column < at + columns(); column++) {
            squares += (double) target[column] * target[column];
        }
        float factor = squares > 0 ? (float) (length / Math.sqrt(squares)) : 0;
        for (int column = at; column < at + columns(); column++) {
            target[column] *= factor;
        }
    }
}
