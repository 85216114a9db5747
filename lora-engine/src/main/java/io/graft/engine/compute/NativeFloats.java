package io.graft.engine.compute;

import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Weights as 32-bit floats, row by row as they lie in the checkpoint: a native `sgemm` reads them in both
/// directions, so one copy serves both.
final class NativeFloats implements FrozenWeights {

    private final FloatProducts library;
    private final MemorySegment rows; // [outputs][inputs]
    private final int inputs;
    private final int outputs;

    NativeFloats(FloatProducts library, RowSource source) {
        this(library, NativeMemory.lasting(4L * source.rows() * source.columns()), source.columns(), source.rows());
        float[] row = new float[inputs];
        for (int output = 0; output < outputs; output++) {
            source.copy(output, row, 0);
            MemorySegment.copy(row, 0, rows, ValueLayout.JAVA_FLOAT, offset(output), inputs);
        }
    }

    private NativeFloats(FloatProducts library, MemorySegment rows, int inputs, int outputs) {
        this.library = library;
        this.rows = rows;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    private long offset(int output) {
        return 4L * output * inputs;
    }

    @Override
    public int inputs() {
        return inputs;
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public void forward(Matrix x, Matrix y, Sum sum) {
        library.sgemm(operand(x), weights(), operand(y), new long[] {x.rows(), outputs, inputs}, true, sum);
    }

    @Override
    public void backward(Matrix dy, Matrix dx, Sum sum) {
        library.sgemm(operand(dy), weights(), operand(dx), new long[] {dy.rows(), inputs, outputs}, false, sum);
    }

    private FloatProducts.Operand weights() {
        return new FloatProducts.Operand(rows, inputs);
    }

    private static FloatProducts.Operand operand(Matrix matrix) {
        MemorySegment all = MemorySegment.ofArray(matrix.data());
        return new FloatProducts.Operand(all.asSlice(4L * matrix.offset()), matrix.stride());
    }

    @Override
    public void copyRow(int output, float[] target, int at) {
        MemorySegment.copy(rows, ValueLayout.JAVA_FLOAT, offset(output), target, at, inputs);
    }

    @Override
    public int granularity() {
        return 1;
    }

    @Override
    public Part part(int from, int count) {
        return new NativeFloats(library, rows.asSlice(offset(from), 4L * count * inputs), inputs, count)::forward;
    }

    @Override
    public long bytes() {
        return rows.byteSize();
    }

    @Override
    public boolean inHeap() {
        return false;
    }
}
