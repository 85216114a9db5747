package io.graft.engine.compute;

import io.graft.engine.kernel.ByteBlocks;
import io.graft.engine.kernel.BytePairs;
import io.graft.engine.kernel.ByteRow;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.Rounding;
import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What one thread needs for products of 8-bit numbers: memory outside of the heap for rounded rows and for results.
/// It is lent from a pool, so there are as many as threads have ever multiplied at once.
final class ByteScratch {

    private static final ConcurrentLinkedQueue<ByteScratch> FREE = new ConcurrentLinkedQueue<>();

    private static final int[] ARGUMENTS = {
        OneDnn.SOURCE, OneDnn.WEIGHTS, OneDnn.RESULT, OneDnn.SCALES | OneDnn.WEIGHTS, OneDnn.SCRATCHPAD
    };

    private final OneDnn library;
    private final MemorySegment stream;
    private final Map<Call, Tensors> calls = new HashMap<>();
    private final float[] scales = new float[ByteProduct.ROWS]; // of the rounded rows
    private final BytePairs single = new BytePairs(); // the row, where it is one
    private int parts = 1; // numbers that stand for one
    private MemorySegment source = NativeMemory.allocate(0); // [rows][inner] bytes
    private MemorySegment result = NativeMemory.allocate(0); // [rows][columns] floats
    private MemorySegment scratchpad = NativeMemory.allocate(0);

    private record Call(ByteProduct product, int rows) {}

    private record Tensors(
            MemorySegment source,
            MemorySegment weights,
            MemorySegment result,
            MemorySegment scales,
            MemorySegment scratchpad,
            MemorySegment arguments) {}

    private ByteScratch(OneDnn library) {
        this.library = library;
        this.stream = library.stream();
    }

    static ByteScratch borrow(OneDnn library) {
        ByteScratch scratch = FREE.poll();
        return scratch == null ? new ByteScratch(library) : scratch;
    }

    void giveBack() {
        FREE.add(this);
    }

    /// Rounds rows to 8 bits, each with a scale of its own.
    ///
    /// @param factors multiply the columns first; empty for none
    void round(Kernels kernels, Matrix x, float[] factors) {
        parts = 1;
        plan(x);
        for (int row = 0; row < x.rows(); row++) {
            ByteRow to = new ByteRow(source, (long) row * x.columns(), ByteRow.NO_REST);
            scales[row] = kernels.round(x, row, factors, to);
        }
        if (x.rows() == 1 && ByteBlocks.fit(x.columns(), ByteBlocks.WIDTH)) {
            single.take(source, x.columns(), scales[0]);
        }
    }

    /// Rounds rows to two 8-bit numbers each, the second for what the first leaves.
    ///
    /// @param factors multiply the columns first; empty for none
    void roundTwice(Kernels kernels, Matrix x, float[] factors) {
        parts = 2;
        plan(x);
        for (int row = 0; row < x.rows(); row++) {
            long at = (long) row * x.columns();
            ByteRow to = new ByteRow(source, at, at + (long) x.rows() * x.columns());
            scales[row] = kernels.round(x, row, factors, to);
        }
    }

    private void plan(Matrix x) {
        source = atLeast(source, (long) ByteProduct.padded(parts * x.rows()) * x.columns());
    }

    /// `y = rounded weights`, or `y += …`, with the rows that were rounded last.
    void multiply(Kernels kernels, PackedBytes weights, Matrix y, Sum sum) {
        if (y.rows() * parts == 1
                && kernels.multipliesBlocks()
                && weights.product().packsBlocks()) {
            kernels.multiplyBlocks(single, weights.blocks(), y, sum);
        } else {
            multiplyRows(kernels, weights, y, sum);
        }
    }

    private void multiplyRows(Kernels kernels, PackedBytes weights, Matrix y, Sum sum) {
        ByteProduct product = weights.product();
        int rows = ByteProduct.padded(parts * y.rows());
        int columns = y.columns();
        OneDnn.Operation operation = product.operation(rows);
        result = atLeast(result, 4L * rows * columns);
        scratchpad = atLeast(scratchpad, operation.scratchpadBytes());
        Tensors tensors = calls.computeIfAbsent(new Call(product, rows), this::tensors);
        library.point(tensors.source, source);
        library.point(tensors.weights, weights.values());
        library.point(tensors.result, result);
        library.point(tensors.scales, weights.scales());
        library.point(tensors.scratchpad, scratchpad);
        library.execute(operation, stream, tensors.arguments);
        for (int row = 0; row < y.rows(); row++) {
            kernels.scaled(result, 4L * row * columns, scales[row], y, row, sum);
            if (parts == 2) {
                float finer = scales[row] / Rounding.FINER;
                long rest = 4L * (y.rows() + row) * columns;
                kernels.scaled(result, rest, finer, y, row, Sum.ADD);
            }
        }
    }

    private Tensors tensors(Call call) {
        OneDnn.Operation operation = call.product.operation(call.rows);
        MemorySegment[] all = {
            library.tensor(call.product.source(call.rows)),
            library.tensor(operation.weights()),
            library.tensor(call.product.result(call.rows)),
            library.tensor(library.descriptor(
                    OneDnn.F32, OneDnn.VECTOR, call.product.shape().columns())),
            library.tensor(operation.scratchpad())
        };
        return new Tensors(all[0], all[1], all[2], all[3], all[4], OneDnn.arguments(ARGUMENTS, all));
    }

    private static MemorySegment atLeast(MemorySegment memory, long bytes) {
        return memory.byteSize() >= bytes ? memory : NativeMemory.allocate(bytes);
    }
}
