package io.graft.engine.checkpoint;

import java.io.IOException;

/// Where the tensors of a model come from: its weights files, or a generator of random numbers for measurements.
@FunctionalInterface
public interface TensorSource {

    /// A tensor of the given shape as floats, row-major.
    ///
    /// @throws IOException naming the tensor, if there is none of that name and shape
    float[] read(String tensor, long... shape) throws IOException;
}
