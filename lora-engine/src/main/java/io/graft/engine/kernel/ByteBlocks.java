package io.graft.engine.kernel;

import java.lang.foreign.MemorySegment;

/// 8-bit weights outside of the heap as a product with a single row reads them: blocks of [#WIDTH] outputs, in each the
/// inputs by fours, `[outputs / WIDTH][inputs / 4][WIDTH][4]`.
///
/// @param inputs  a multiple of [#FOUR]
/// @param outputs a multiple of [#WIDTH]
/// @param scales  one float per output
public record ByteBlocks(int inputs, int outputs, MemorySegment values, MemorySegment scales) {

    /// Outputs of a block.
    public static final int WIDTH = 64;

    /// Inputs that lie together.
    public static final int FOUR = 4;

    /// Inputs that sums of products have room for, see [VectorBlocks].
    public static final int MOST_INPUTS = 1024;

    /// Whether weights of this shape can lie in such blocks.
    public static boolean fit(int inputs, int outputs) {
        return inputs % FOUR == 0 && inputs <= MOST_INPUTS && outputs % WIDTH == 0;
    }

    /// Where a weight lies.
    public static long at(int inputs, int output, int input) {
        long fours = (long) (output / WIDTH) * (inputs / FOUR) + input / FOUR;
        return (fours * WIDTH + output % WIDTH) * FOUR + input % FOUR;
    }
}
