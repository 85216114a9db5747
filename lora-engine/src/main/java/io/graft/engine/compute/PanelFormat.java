package io.graft.engine.compute;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.RowSource;

/// Weights in panels for the products of our own kernels.
record PanelFormat(Kernels kernels) implements WeightFormat {

    /// A block of rows that passes through a chain of layers stays in the second-level cache.
    private static final int ROWS = 128;

    @Override
    public String name() {
        return kernels.name();
    }

    @Override
    public FrozenWeights pack(RowSource rows, Precision precision) {
        return switch (precision) {
            case FP32 -> new PanelWeights(kernels, rows);
            case INT8 -> new RoundedWeights(rounded -> new PanelWeights(kernels, rounded), rows);
        };
    }

    @Override
    public int rowBlock() {
        return ROWS;
    }
}
