package io.graft.engine.checkpoint;

import java.util.List;

/// One tensor as a safetensors header describes it.
///
/// @param type  the name of the element type as written
/// @param shape sizes of the dimensions
/// @param begin first byte, counted from the end of the header
/// @param end   byte after the last one
record TensorEntry(String name, String type, List<Long> shape, long begin, long end) {

    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long bytes() {
        return end - begin;
    }
}
