package io.graft.engine.compute;

import io.graft.engine.kernel.ByteBlocks;
import java.lang.foreign.MemorySegment;

/// Weights as 8-bit integers, packed for a product.
///
/// @param product that reads them
/// @param values  in the layout of the product
/// @param scales  one float per column
record PackedBytes(ByteProduct product, MemorySegment values, MemorySegment scales) {

    /// Without the scales, which are few.
    long bytes() {
        return values.byteSize();
    }

    /// The same weights, if the product packs them so.
    ByteBlocks blocks() {
        ByteProduct.Shape shape = product.shape();
        return new ByteBlocks(shape.inner(), shape.columns(), values, scales);
    }
}
