package io.graft.engine.tensor;

import java.util.Arrays;

/// A view of rows of floats in an array: `[rows][columns]`, neighbouring rows `stride` floats apart.
///
/// Views are cheap and share the array; the arrays themselves are planned once and reused.
public final class Matrix {

    private final float[] data;
    private final int offset;
    private final int rows;
    private final int columns;
    private final int stride;

    private Matrix(float[] data, int offset, int rows, int columns, int stride) {
        this.data = data;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
        this.stride = stride;
        int end = rows == 0 ? 0 : Math.addExact(offset, Math.addExact(Math.multiplyExact(rows - 1, stride), columns));
        if (offset < 0 || rows < 0 || columns < 0 || stride < columns || end > data.length) {
            throw new IndexOutOfBoundsException("rows " + rows + ", columns " + columns + ", stride " + stride
                    + " from " + offset + " do not fit into " + data.length + " floats");
        }
    }

    /// A new matrix of zeros.
    public static Matrix zeros(int rows, int columns) {
        long size = (long) rows * columns;
        if (size > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("a matrix of " + rows + " x " + columns + " is too large for one array");
        }
        return new Matrix(new float[(int) size], 0, rows, columns, columns);
    }

    /// A view of `data` from its start.
    public static Matrix of(float[] data, int rows, int columns) {
        return new Matrix(data, 0, rows, columns, columns);
    }

    /// A view of `data` from `offset`, rows without a gap.
    public static Matrix at(float[] data, int offset, int rows, int columns) {
        return new Matrix(data, offset, rows, columns, columns);
    }

    /// `count` rows from row `from`.
    public Matrix rows(int from, int count) {
        if (from < 0 || count < 0 || from + count > rows) {
            throw new IndexOutOfBoundsException("rows " + from + " to " + (from + count) + " of " + rows);
        }
        return new Matrix(data, offset + from * stride, count, columns, stride);
    }

    /// `count` columns from column `from`, of every row.
    public Matrix columns(int from, int count) {
        if (from < 0 || count < 0 || from + count > columns) {
            throw new IndexOutOfBoundsException("columns " + from + " to " + (from + count) + " of " + columns);
        }
        return new Matrix(data, offset + from, rows, count, stride);
    }

    public float[] data() {
        return data;
    }

    public int offset() {
        return offset;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public int stride() {
        return stride;
    }

    /// Where row `row` starts in [#data()].
    public int at(int row) {
        return offset + row * stride;
    }

    public float get(int row, int column) {
        return data[at(row) + column];
    }

    public void set(int row, int column, float value) {
        data[at(row) + column] = value;
    }

    /// Copies the rows of `source`, which has the same shape.
    public void copyFrom(Matrix source) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(source.data, source.at(row), data, at(row), columns);
        }
    }

    /// Sets every element to zero.
    public void clear() {
        for (int row = 0; row < rows; row++) {
            Arrays.fill(data, at(row), at(row) + columns, 0f);
        }
    }

    /// Whether every element is a finite number; slow.
    public boolean isFinite() {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (!Float.isFinite(get(row, column))) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "Matrix[" + rows + "][" + columns + "]";
    }
}
