package io.graft.engine.compute;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.RowSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Rows of floats outside of the heap, exactly: in two bytes each where bfloat16 holds them, as it does for most
/// published models, otherwise in four.
final class StoredRows {

    private final Kernels kernels;
    private final MemorySegment values;
    private final int rows;
    private final int columns;
    private final boolean halved;

    StoredRows(Kernels kernels, RowSource source) {
        this.kernels = kernels;
        this.rows = source.rows();
        this.columns = source.columns();
        this.halved = source.fitsBfloat16();
        this.values = NativeMemory.lasting((long) rows * columns * (halved ? Short.BYTES : Float.BYTES));
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            source.copy(i, row, 0);
            put(row, at(i));
        }
    }

    private void put(float[] row, long at) {
        if (!halved) {
            MemorySegment.copy(row, 0, values, ValueLayout.JAVA_FLOAT, at, columns);
            return;
        }
        for (int column = 0; column < columns; column++) {
            short half = (short) (Float.floatToRawIntBits(row[column]) >>> 16);
            values.set(ValueLayout.JAVA_SHORT, at + (long) Short.BYTES * column, half);
        }
    }

    private long at(int row) {
        return (long) row * columns * (halved ? Short.BYTES : Float.BYTES);
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /// Copies row `row` to `target` from `at` on.
    void copy(int row, float[] target, int at) {
        if (halved) {
            kernels.widen(values, at(row), target, at, columns);
        } else {
            MemorySegment.copy(values, ValueLayout.JAVA_FLOAT, at(row), target, at, columns);
        }
    }

    long bytes() {
        return values.byteSize();
    }
}
