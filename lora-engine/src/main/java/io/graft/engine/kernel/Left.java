package io.graft.engine.kernel;

import io.graft.engine.tensor.Matrix;

/// The left operand of a product as it is read: a matrix, or its transpose without a copy.
///
/// @param rows  of the product
/// @param inner the dimension that a product sums up
/// @param row   how far one row lies from the next
/// @param step  how far one element of a row lies from the next
record Left(Matrix matrix, int rows, int inner, int row, int step) {

    static Left of(Matrix a) {
        return new Left(a, a.rows(), a.columns(), a.stride(), 1);
    }

    static Left transposed(Matrix a) {
        return new Left(a, a.columns(), a.rows(), 1, a.stride());
    }

    float[] data() {
        return matrix.data();
    }

    /// Where the first element lies.
    int start() {
        return matrix.offset();
    }

    @Override
    public String toString() {
        return "[" + rows + "][" + inner + "]";
    }
}
