package io.graft.engine.compute;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import io.graft.engine.tensor.RowSource;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One copy of the weights for both directions, outside of the heap: a fourth of the memory of [PanelWeights] where
/// bfloat16 holds them exactly, otherwise half of it. A product brings some of them into the heap at a time, which many
/// rows pay for.
///
/// Forward it is turned round, `yᵀ = W xᵀ`: then weights are read as they lie, and only inputs and outputs are
/// transposed.
final class CompactWeights implements FrozenWeights {

    /// Outputs whose weights are in the heap at a time: on the way forward few, which stay in the second cache
    /// level, on the way back more, since they are the inner dimension.
    private static final int FORWARD = 64;

    private static final int BACKWARD = 256;

    /// Rows up to which each weight is used at once instead.
    private static final int FEW = 4;

    private final Kernels kernels;
    private final StoredRows rows;

    CompactWeights(Kernels kernels, RowSource source) {
        this.kernels = kernels;
        this.rows = new StoredRows(kernels, source);
    }

    /// What one thread needs for a product. It grows with the largest. It is lent from a pool, so there are as
    /// many as threads have ever multiplied at once.
    private static final class Scratch {

        private static final ConcurrentLinkedQueue<Scratch> FREE = new ConcurrentLinkedQueue<>();

        private float[] weights = {};
        private float[] inputs = {};
        private float[] outputs = {};

        static Scratch borrow() {
            Scratch scratch = FREE.poll();
            return scratch == null ? new Scratch() : scratch;
        }

        void giveBack() {
            FREE.add(this);
        }

        float[] weights(int size) {
            weights = atLeast(weights, size);
            return weights;
        }

        float[] inputs(int size) {
            inputs = atLeast(inputs, size);
            return inputs;
        }

        float[] outputs(int size) {
            outputs = atLeast(outputs, size);
            return outputs;
        }

        private static float[] atLeast(float[] memory, int size) {
            return memory.length >= size ? memory : new float[size];
        }
    }

    @Override
    public int inputs() {
        return rows.columns();
    }

    @Override
    public int outputs() {
        return rows.rows();
    }

    @Override
    public void forward(Matrix x, Matrix y, Sum sum) {
        forward(0, x, y, sum);
    }

    /// @param first of the outputs that `y` has
    private void forward(int first, Matrix x, Matrix y, Sum sum) {
        Scratch scratch = Scratch.borrow();
        if (x.rows() <= FEW) {
            dots(first, x, y, sum, scratch);
        } else {
            turned(first, x, y, sum, scratch);
        }
        scratch.giveBack();
    }

    private void dots(int first, Matrix x, Matrix y, Sum sum, Scratch scratch) {
        for (int from = 0; from < y.columns(); from += FORWARD) {
            int count = Math.min(FORWARD, y.columns() - from);
            Matrix weights = weights(first + from, count, scratch);
            Matrix part = y.columns(from, count);
            if (sum == Sum.SET) {
                kernels.multiplyTransposed(x, weights, part);
            } else {
                Matrix result = Matrix.of(scratch.outputs(x.rows() * count), x.rows(), count);
                kernels.multiplyTransposed(x, weights, result);
                kernels.add(result, part);
            }
        }
    }

    private void turned(int first, Matrix x, Matrix y, Sum sum, Scratch scratch) {
        int width = kernels.panelWidth();
        int size = Panels.packedSize(inputs(), x.rows(), width);
        Panels inputs = Panels.packed(scratch.inputs(size), inputs(), x.rows(), width);
        inputs.fillTransposed(x);
        for (int from = 0; from < y.columns(); from += FORWARD) {
            int count = Math.min(FORWARD, y.columns() - from);
            Matrix result = result(count, x.rows(), scratch);
            kernels.multiply(weights(first + from, count, scratch), inputs, result);
            Matrix part = y.columns(from, count);
            switch (sum) {
                case SET -> kernels.transpose(result, part);
                case ADD -> kernels.addTransposed(result, part);
            }
        }
    }

    /// The weights of some outputs, `[count][inputs]`.
    private Matrix weights(int from, int count, Scratch scratch) {
        Matrix weights = Matrix.of(scratch.weights(count * inputs()), count, inputs());
        for (int i = 0; i < count; i++) {
            rows.copy(from + i, weights.data(), i * inputs());
        }
        return weights;
    }

    /// `[count][tokens]`. Its rows do not lie a power of two apart, which would have few places in a cache.
    private static Matrix result(int count, int tokens, Scratch scratch) {
        int stride = tokens + 16;
        return Matrix.of(scratch.outputs(count * stride), count, stride).columns(0, tokens);
    }

    @Override
    public void backward(Matrix dy, Matrix dx, Sum sum) {
        Scratch scratch = Scratch.borrow();
        Sum next = sum;
        for (int from = 0; from < outputs(); from += BACKWARD) {
            int count = Math.min(BACKWARD, outputs() - from);
            Panels weights = panels(from, count, scratch);
            Matrix some = dy.columns(from, count);
            switch (next) {
                case SET -> kernels.multiply(some, weights, dx);
                case ADD -> kernels.multiplyAdd(some, weights, dx);
            }
            next = Sum.ADD;
        }
        scratch.giveBack();
    }

    /// The weights of some outputs as the right side of a product, `[count][inputs]`.
    private Panels panels(int from, int count, Scratch scratch) {
        int width = kernels.panelWidth();
        float[] memory = scratch.weights(Panels.packedSize(count, inputs(), width));
        Panels panels = Panels.packed(memory, count, inputs(), width);
        float[] row = scratch.inputs(inputs());
        for (int i = 0; i < count; i++) {
            rows.copy(from + i, row, 0);
            panels.setRow(i, row);
        }
        return panels;
    }

    @Override
    public void copyRow(int output, float[] target, int at) {
        rows.copy(output, target, at);
    }

    @Override
    public int granularity() {
        return FORWARD;
    }

    @Override
    public Part part(int from, int count) {
        return (x, y, sum) -> forward(from, x, y, sum);
    }

    @Override
    public long bytes() {
        return rows.bytes();
    }

    @Override
    public boolean inHeap() {
        return false;
    }
}
