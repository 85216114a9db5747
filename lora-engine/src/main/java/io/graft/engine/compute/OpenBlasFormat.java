package io.graft.engine.compute;

import io.graft.engine.tensor.RowSource;

/// Products with frozen weights by ND4J's OpenBLAS, for machines that oneDNN's library does not come for.
///
/// It sums blocks of other sizes in another order: results have the same bits only where rows are shared in the
/// same way, that is with the same number of threads.
record OpenBlasFormat(OpenBlas library) implements WeightFormat {

    /// `sgemm` packs the weights anew in each call, which so many rows pay for.
    private static final int ROWS = 256;

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public FrozenWeights pack(RowSource rows, Precision precision) {
        return switch (precision) {
            case FP32 -> new NativeFloats(library, rows);
            case INT8 -> new RoundedWeights(rounded -> new NativeFloats(library, rounded), rows);
        };
    }

    @Override
    public int rowBlock() {
        return ROWS;
    }
}
