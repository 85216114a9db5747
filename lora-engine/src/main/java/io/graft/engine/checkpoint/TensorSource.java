package io.graft.engine.checkpoint;

import io.graft.engine.tensor.RowSource;
import java.io.IOException;

/// Where the tensors of a model come from: its weights files, or a generator of random numbers for measurements.
public interface TensorSource {

    /// Whether there is a tensor of that name.
    boolean contains(String tensor);

    /// A tensor of the given shape as floats, row-major.
    ///
    /// @throws IOException naming the tensor, if there is none of that name and shape
    float[] read(String tensor, long... shape) throws IOException;

    /// A matrix of the given shape, to be read row by row, also later.
    ///
    /// @throws IOException naming the tensor, if there is none of that name and shape
    RowSource rows(String tensor, int rows, int columns) throws IOException;
}
