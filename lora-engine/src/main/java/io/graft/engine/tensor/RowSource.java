package io.graft.engine.tensor;

/// A matrix `[rows][columns]` that is read row by row, such as weights in a file. Any number of threads may read.
public interface RowSource {

    int rows();

    int columns();

    /// Copies row `row` to `target` from `at` on.
    ///
    /// @throws java.io.UncheckedIOException if the row cannot be read or holds what weights must not
    void copy(int row, float[] target, int at);

    /// Whether bfloat16, the upper half of a float's bits, holds all elements exactly.
    default boolean fitsBfloat16() {
        return false;
    }

    /// Gives back what reading has taken; rows can be read again. Must not be called while another thread reads.
    default void release() {}

    /// The rows of a matrix in memory.
    static RowSource of(Matrix matrix) {
        return new RowSource() {
            @Override
            public int rows() {
                return matrix.rows();
            }

            @Override
            public int columns() {
                return matrix.columns();
            }

            @Override
            public void copy(int row, float[] target, int at) {
                System.arraycopy(matrix.data(), matrix.at(row), target, at, matrix.columns());
            }
        };
    }
}
