package io.graft.engine.compute;

import io.graft.engine.kernel.Rounding;
import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// Weights and inputs rounded to 8 bits, multiplied as floats: gives what [Precision#INT8] gives on machines without a
/// library for products of whole numbers, but neither its speed nor its small memory.
final class RoundedWeights implements FrozenWeights {

    private final RowSource exact;
    private final float[] scales; // [outputs]
    private final FrozenWeights rounded;
    private final ConcurrentLinkedQueue<float[]> scratch = new ConcurrentLinkedQueue<>();

    /// @param pack makes weights of the rounded rows
    RoundedWeights(Function<RowSource, FrozenWeights> pack, RowSource exact) {
        this.exact = exact;
        this.scales = new float[exact.rows()];
        this.rounded = pack.apply(new Rounded());
    }

    /// The rows on the grid of their scales.
    private final class Rounded implements RowSource {

        @Override
        public int rows() {
            return exact.rows();
        }

        @Override
        public int columns() {
            return exact.columns();
        }

        @Override
        public void copy(int row, float[] target, int at) {
            exact.copy(row, target, at);
            float scale = Rounding.scale(target, at, columns());
            float inverse = Rounding.inverse(scale);
            for (int i = at; i < at + columns(); i++) {
                target[i] = Rounding.round(target[i], inverse) * scale;
            }
            scales[row] = scale;
        }
    }

    @Override
    public int inputs() {
        return rounded.inputs();
    }

    @Override
    public int outputs() {
        return rounded.outputs();
    }

    @Override
    public void forward(Matrix x, Matrix y, Sum sum) {
        forward(rounded::forward, x, y, sum);
    }

    private void forward(Part part, Matrix x, Matrix y, Sum sum) {
        Matrix copy = borrow(x);
        roundRows(copy, Parts.ONE);
        part.forward(copy, y, sum);
        scratch.add(copy.data());
    }

    @Override
    public void backward(Matrix dy, Matrix dx, Sum sum) {
        backward(dy, dx, sum, Parts.ONE);
    }

    @Override
    public void backwardOfLoss(Matrix dy, Matrix dx) {
        backward(dy, dx, Sum.SET, Parts.TWO);
    }

    private void backward(Matrix dy, Matrix dx, Sum sum, Parts parts) {
        Matrix copy = borrow(dy);
        scaleColumns(copy, Scaling.BY_SCALE);
        roundRows(copy, parts);
        scaleColumns(copy, Scaling.BY_INVERSE);
        rounded.backward(copy, dx, sum);
        scratch.add(copy.data());
    }

    private enum Scaling {
        BY_SCALE,
        BY_INVERSE
    }

    /// The gradient of an output takes the output's scale with it before it is rounded, as in the integer product.
    private void scaleColumns(Matrix x, Scaling scaling) {
        for (int row = 0; row < x.rows(); row++) {
            int at = x.at(row);
            for (int column = 0; column < x.columns(); column++) {
                x.data()[at + column] *= switch (scaling) {
                    case BY_SCALE -> scales[column];
                    case BY_INVERSE -> Rounding.inverse(scales[column]);
                };
            }
        }
    }

    /// How many numbers stand for one.
    private enum Parts {
        ONE,
        TWO
    }

    private static void roundRows(Matrix x, Parts parts) {
        List<Rounding.Block> blocks = Rounding.blocks(x.columns());
        for (int row = 0; row < x.rows(); row++) {
            for (Rounding.Block block : blocks) {
                round(x.data(), x.at(row) + block.from(), block.count(), parts);
            }
        }
    }

    private static void round(float[] values, int at, int count, Parts parts) {
        float scale = Rounding.scale(values, at, count);
        float inverse = Rounding.inverse(scale);
        for (int i = at; i < at + count; i++) {
            float rounded = Rounding.round(values[i], inverse);
            float rest = parts == Parts.ONE ? 0f : Rounding.roundRest(values[i], inverse) / (float) Rounding.FINER;
            values[i] = (rounded + rest) * scale;
        }
    }

    /// A copy of a matrix in memory that an earlier product has left.
    private Matrix borrow(Matrix x) {
        float[] memory = scratch.poll();
        int size = x.rows() * x.columns();
        Matrix copy =
                Matrix.of(memory == null || memory.length < size ? new float[size] : memory, x.rows(), x.columns());
        copy.copyFrom(x);
        return copy;
    }

    @Override
    public void copyRow(int output, float[] target, int at) {
        exact.copy(output, target, at);
    }

    @Override
    public int granularity() {
        return rounded.granularity();
    }

    @Override
    public Part part(int from, int count) {
        Part part = rounded.part(from, count);
        return (x, y, sum) -> forward(part, x, y, sum);
    }

    @Override
    public void prepareBackward() {
        rounded.prepareBackward();
    }

    @Override
    public long bytes() {
        return rounded.bytes();
    }

    @Override
    public long bytesWithBackward() {
        return rounded.bytesWithBackward();
    }
}
