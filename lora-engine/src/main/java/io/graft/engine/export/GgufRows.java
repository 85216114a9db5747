package io.graft.engine.export;

import io.graft.engine.layer.LowRank;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;

/// Rows of a pair's matrix B in the order of llama.cpp, times what its alpha does not cover.
record GgufRows(LowRank pair, GgufNames.Part part, float factor) implements RowSource {

    @Override
    public int rows() {
        return part.count();
    }

    @Override
    public int columns() {
        return pair.rank();
    }

    @Override
    public void copy(int row, float[] target, int at) {
        Matrix b = pair.b();
        int from = b.at(part.source(row));
        for (int column = 0; column < columns(); column++) {
            target[at + column] = b.data()[from + column] * factor;
        }
    }
}
