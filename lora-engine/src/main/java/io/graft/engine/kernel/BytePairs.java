package io.graft.engine.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A row of up to [ByteBlocks#MOST_INPUTS] 8-bit numbers, widened for products with [ByteBlocks], and memory for their
/// sums. One row after the other, for one thread at a time.
public final class BytePairs {

    /// Of every four numbers the first and the third, as the halves of an `int`.
    final int[] even = new int[ByteBlocks.MOST_INPUTS / ByteBlocks.FOUR];

    /// The second and the fourth.
    final int[] odd = new int[ByteBlocks.MOST_INPUTS / ByteBlocks.FOUR];

    /// Sums of the outputs of a block, see [VectorBlocks].
    final int[] all = new int[ByteBlocks.WIDTH];

    final int[] upper = new int[ByteBlocks.WIDTH];

    private float scale;

    /// Takes a row.
    ///
    /// @param count numbers, a multiple of four
    /// @param scale what they are whole multiples of
    public void take(MemorySegment row, int count, float scale) {
        this.scale = scale;
        for (int i = 0; i < count / ByteBlocks.FOUR; i++) {
            long at = (long) ByteBlocks.FOUR * i;
            even[i] = pair(row.get(ValueLayout.JAVA_BYTE, at), row.get(ValueLayout.JAVA_BYTE, at + 2));
            odd[i] = pair(row.get(ValueLayout.JAVA_BYTE, at + 1), row.get(ValueLayout.JAVA_BYTE, at + 3));
        }
    }

    private static int pair(byte lower, byte upper) {
        return (lower & 0xffff) | (upper << 16);
    }

    float scale() {
        return scale;
    }
}
