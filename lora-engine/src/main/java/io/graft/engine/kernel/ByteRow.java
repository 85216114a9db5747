package io.graft.engine.kernel;

import java.lang.foreign.MemorySegment;

/// Where a rounded row goes, outside of the heap.
///
/// @param at     its first byte
/// @param restAt the first byte of what [Rounding#round] leaves; [#NO_REST] if nobody asks
public record ByteRow(MemorySegment memory, long at, long restAt) {

    /// Nobody asks for the rest.
    public static final long NO_REST = -1;

    boolean wantsRest() {
        return restAt != NO_REST;
    }
}
