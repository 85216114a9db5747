package io.graft.engine.compute;

import io.graft.engine.tensor.RowSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Chooses for each model: 8-bit weights go to the library, floats to our panels, which are fastest but keep a copy of
/// the weights for each direction in the heap; where they would take too much, one copy outside of it serves both.
record FastestFormat(WeightFormat panels, WeightFormat compact, WeightFormat library) implements WeightFormat {

    /// The share of the heap that panels may take.
    private static final double SHARE = 0.6;

    /// The bytes that panels may take: beyond, memory is scarcer than the little speed that they gain.
    private static final long MOST_BYTES = 2L << 30;

    private static final Logger LOG = LoggerFactory.getLogger(FastestFormat.class);

    @Override
    public String name() {
        return panels.name() + "+" + library.name();
    }

    @Override
    public WeightFormat forModel(long weights, Precision precision) {
        long needed = 2 * Float.BYTES * weights;
        long heap = Runtime.getRuntime().maxMemory();
        boolean fits = needed <= Math.min(MOST_BYTES, SHARE * heap);
        WeightFormat chosen = switch (precision) {
            case FP32 -> fits ? panels : compact;
            case INT8 -> library.forModel(weights, precision);
        };
        LOG.atInfo()
                .addKeyValue("products", chosen.name())
                .addKeyValue("precision", precision.label())
                .addKeyValue("panel_bytes", needed)
                .addKeyValue("heap_bytes", heap)
                .log("products with frozen weights chosen");
        return chosen;
    }

    @Override
    public FrozenWeights pack(RowSource rows, Precision precision) {
        return forModel((long) rows.rows() * rows.columns(), precision).pack(rows, precision);
    }

    @Override
    public int rowBlock() {
        return panels.rowBlock();
    }
}
