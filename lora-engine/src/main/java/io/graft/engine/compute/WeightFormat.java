package io.graft.engine.compute;

import io.graft.engine.tensor.RowSource;

/// Packs frozen weights for a library of matrix products: our own kernels, oneDNN, ND4J's OpenBLAS.
public interface WeightFormat {

    /// The name of the library, for logs.
    String name();

    /// The format for all weights of a model.
    ///
    /// @param weights how many numbers there are
    default WeightFormat forModel(long weights, Precision precision) {
        return this;
    }

    /// Packs weights.
    ///
    /// @param rows `W[outputs][inputs]`, as checkpoints store them; may be read again later
    /// @throws java.io.UncheckedIOException if a row cannot be read
    FrozenWeights pack(RowSource rows, Precision precision);

    /// Rows of tokens at which its products run at full speed: as many as a task should take through a chain of
    /// layers.
    int rowBlock();
}
