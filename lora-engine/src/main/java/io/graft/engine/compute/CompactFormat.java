package io.graft.engine.compute;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.RowSource;

/// One copy of the weights for our own kernels, in as few bytes as hold it exactly.
record CompactFormat(Kernels kernels) implements WeightFormat {

    /// Weights come into the heap anew in each product, which so many rows pay for.
    private static final int ROWS = 256;

    @Override
    public String name() {
        return "compact";
    }

    @Override
    public FrozenWeights pack(RowSource rows, Precision precision) {
        return switch (precision) {
            case FP32 -> new CompactWeights(kernels, rows);
            case INT8 -> new RoundedWeights(rounded -> new CompactWeights(kernels, rounded), rows);
        };
    }

    @Override
    public int rowBlock() {
        return ROWS;
    }
}
