package io.graft.engine.checkpoint;

import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.util.List;

/// A tensor that is to be written.
///
/// @param type   of the elements in the file
/// @param shape  sizes of the dimensions
/// @param values the elements, read row by row when it is the tensor's turn
public record OutputTensor(ElementType type, List<Long> shape, RowSource values) {

    public OutputTensor {
        shape = List.copyOf(shape);
        long elements = shape.stream().reduce(1L, Math::multiplyExact);
        if ((long) values.rows() * values.columns() != elements) {
            throw new IllegalArgumentException("a tensor of shape " + shape + " cannot have " + values.rows()
                    + " rows of " + values.columns() + " elements");
        }
    }

    /// A matrix.
    public static OutputTensor rows(ElementType type, RowSource rows) {
        return new OutputTensor(type, List.of((long) rows.rows(), (long) rows.columns()), rows);
    }

    /// A matrix as 32-bit floats.
    public static OutputTensor matrix(Matrix values) {
        return new OutputTensor(
                ElementType.F32, List.of((long) values.rows(), (long) values.columns()), RowSource.of(values));
    }

    /// A row as a tensor of one dimension of 32-bit floats.
    public static OutputTensor vector(Matrix row) {
        return new OutputTensor(ElementType.F32, List.of((long) row.columns()), RowSource.of(row));
    }

    /// How much it takes in the file.
    public long bytes() {
        return shape.stream().reduce((long) type.bytes(), Math::multiplyExact);
    }
}
