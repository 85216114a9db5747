package io.graft.engine.compute;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.RowSource;

/// Products with frozen weights by oneDNN, which knows each processor's instructions for floats and for 8-bit integers.
///
/// @param rowBlock see [WeightFormat#rowBlock]
record OneDnnFormat(OneDnn library, Kernels kernels, int rowBlock) implements WeightFormat {

    /// `sgemm` packs the weights anew in each call, which so many rows pay for.
    private static final int FLOAT_ROWS = 256;

    OneDnnFormat(OneDnn library, Kernels kernels) {
        this(library, kernels, FLOAT_ROWS);
    }

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public WeightFormat forModel(long weights, Precision precision) {
        return switch (precision) {
            case FP32 -> new OneDnnFormat(library, kernels, FLOAT_ROWS);
            case INT8 -> new OneDnnFormat(library, kernels, ByteProduct.ROWS);
        };
    }

    @Override
    public FrozenWeights pack(RowSource rows, Precision precision) {
        return switch (precision) {
            case FP32 -> new NativeFloats(library, rows);
            case INT8 -> new OneDnnBytes(library, kernels, rows);
        };
    }
}
