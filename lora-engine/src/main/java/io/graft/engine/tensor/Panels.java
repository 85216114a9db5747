package io.graft.engine.tensor;

/// The right operand of a matrix product, `[rows][columns]`, as kernels read it: panels of neighbouring columns.
///
/// Element (row, column) lies at `offset + (column / width) * panelStride + row * rowStride + column % width`.
/// Packed weights keep a panel together (`rowStride == width`, the last panel padded with zeros); a plain
/// row-major matrix is the special case `panelStride == width`.
public final class Panels {

    /// Rows that are transposed together: as many as stay in the first cache level.
    private static final int BLOCK = 64;

    private final float[] data;
    private final int offset;
    private final int rows;
    private final int columns;
    private final int width;
    private final int rowStride;
    private final int panelStride;

    private Panels(float[] data, int offset, int rows, int columns, Layout layout) {
        this.data = data;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
        this.width = layout.width;
        this.rowStride = layout.rowStride;
        this.panelStride = layout.panelStride;
    }

    /// How far apart elements lie, in floats.
    ///
    /// @param width       columns of a panel
    /// @param rowStride   from one row of a panel to the next
    /// @param panelStride from one panel to the next
    private record Layout(int width, int rowStride, int panelStride) {}

    /// A row-major matrix read in panels of `width` columns, without a copy.
    public static Panels of(Matrix matrix, int width) {
        Layout layout = new Layout(width, matrix.stride(), width);
        return new Panels(matrix.data(), matrix.offset(), matrix.rows(), matrix.columns(), layout);
    }

    /// Room for a packed `[rows][columns]` in `data`, from its start.
    public static Panels packed(float[] data, int rows, int columns, int width) {
        if (packedSize(rows, columns, width) > data.length) {
            throw new IndexOutOfBoundsException(
                    "panels of " + rows + " x " + columns + " do not fit into " + data.length + " floats");
        }
        return new Panels(data, 0, rows, columns, new Layout(width, width, rows * width));
    }

    /// Floats that a packed `[rows][columns]` takes.
    public static int packedSize(int rows, int columns, int width) {
        long size = (long) rows * ((columns + width - 1) / width) * width;
        if (size > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("a matrix of " + rows + " x " + columns + " is too large for one array");
        }
        return (int) size;
    }

    /// Packs a row-major `[rows][columns]`.
    public static Panels pack(Matrix matrix, int width) {
        Panels panels = packed(
                new float[packedSize(matrix.rows(), matrix.columns(), width)], matrix.rows(), matrix.columns(), width);
        panels.fill(matrix);
        return panels;
    }

    /// Packs the transpose of a row-major `[columns][rows]`.
    public static Panels packTransposed(Matrix matrix, int width) {
        Panels panels = packed(
                new float[packedSize(matrix.columns(), matrix.rows(), width)], matrix.columns(), matrix.rows(), width);
        panels.fillTransposed(matrix);
        return panels;
    }

    /// Copies a row-major matrix of the same shape into these packed panels.
    public void fill(Matrix matrix) {
        for (int column = 0; column < columns; column += width) {
            int count = Math.min(width, columns - column);
            int to = offset + column / width * panelStride;
            for (int row = 0; row < rows; row++, to += rowStride) {
                System.arraycopy(matrix.data(), matrix.at(row) + column, data, to, count);
            }
        }
    }

    /// Copies the transpose of a row-major `[columns][rows]` into these packed panels; zeros beyond the last column.
    public void fillTransposed(Matrix matrix) {
        for (int column = 0; column < columns; column += width) {
            for (int row = 0; row < rows; row += BLOCK) {
                fillBlock(matrix, column, row, Math.min(BLOCK, rows - row));
            }
        }
    }

    private void fillBlock(Matrix matrix, int column, int row, int count) {
        int block = at(row, column);
        for (int lane = 0; lane < width; lane++) {
            boolean real = column + lane < columns;
            int from = real ? matrix.at(column + lane) + row : 0;
            int to = block + lane;
            for (int i = 0; i < count; i++, to += rowStride) {
                data[to] = real ? matrix.data()[from + i] : 0f;
            }
        }
    }

    /// `count` columns from `from`, a multiple of the width.
    public Panels columns(int from, int count) {
        if (from % width != 0 || from + count > columns) {
            throw new IndexOutOfBoundsException("columns " + from + " to " + (from + count) + " of " + columns);
        }
        int start = offset + from / width * panelStride;
        return new Panels(data, start, rows, count, new Layout(width, rowStride, panelStride));
    }

    /// Sets row `row` of packed panels.
    public void setRow(int row, float[] values) {
        for (int column = 0; column < columns; column += width) {
            System.arraycopy(values, column, data, at(row, column), Math.min(width, columns - column));
        }
    }

    /// Sets column `column` of packed panels.
    public void setColumn(int column, float[] values) {
        setColumns(column, Matrix.of(values, 1, rows));
    }

    /// Sets neighbouring columns of packed panels, each to a row of `values`.
    public void setColumns(int from, Matrix values) {
        for (int i = 0; i < values.rows(); i++) {
            int at = values.at(i);
            int to = at(0, from + i);
            for (int row = 0; row < rows; row++, to += rowStride) {
                data[to] = values.data()[at + row];
            }
        }
    }

    /// Copies column `column` to `target`: one row of the matrix whose transpose these panels hold.
    public void copyColumn(int column, float[] target, int at) {
        int from = at(0, column);
        for (int row = 0; row < rows; row++) {
            target[at + row] = data[from + row * rowStride];
        }
    }

    /// Where element (row, column) lies in [#data()].
    public int at(int row, int column) {
        return offset + column / width * panelStride + row * rowStride + column % width;
    }

    public float[] data() {
        return data;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public int width() {
        return width;
    }

    public int rowStride() {
        return rowStride;
    }
}
