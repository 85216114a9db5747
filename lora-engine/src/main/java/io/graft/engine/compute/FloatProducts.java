package io.graft.engine.compute;

import io.graft.engine.kernel.Sum;
import java.lang.foreign.MemorySegment;

/// A native library's product of matrices of 32-bit floats, on the calling thread.
interface FloatProducts {

    /// A matrix in memory, in the heap or not.
    ///
    /// @param stride floats from one row to the next
    record Operand(MemorySegment start, long stride) {}

    /// `c = a b` or `c += a b`, with `a[m][k]` and `c[m][n]`; `b` is `[k][n]`, or `[n][k]` where it is transposed.
    ///
    /// @param shape m, n, k
    void sgemm(Operand a, Operand b, Operand c, long[] shape, boolean transposed, Sum sum);
}
