package io.graft.engine.transformer;

import io.graft.engine.checkpoint.TensorSource;
import io.graft.engine.tensor.RowSource;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Random tensors in the size of trained ones, to measure an architecture without its weights: matrices are uniform
/// with the deviation that Hugging Face initialises with, and bfloat16 holds them, as it does the published weights of
/// most models; norms are 1, biases 0.
///
/// @param seed same seed and name, same numbers, in whatever order tensors are asked for
record RandomTensors(long seed) implements TensorSource {

    private static final float DEVIATION = 0.02f;

    /// The bits of a float that bfloat16 has.
    private static final int BFLOAT16 = 0xffff0000;

    /// Tensors are made when they are asked for; none is there that was not.
    @Override
    public boolean contains(String tensor) {
        return false;
    }

    @Override
    public float[] read(String tensor, long... shape) {
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] values = new float[Math.toIntExact(size)];
        if (shape.length > 1) {
            fill(values, 0, values.length, random(tensor, 0));
        } else if (tensor.endsWith(".weight")) {
            Arrays.fill(values, 1);
        }
        return values;
    }

    @Override
    public RowSource rows(String tensor, int rows, int columns) {
        return new Rows(tensor, rows, columns);
    }

    /// Each row follows from its number, so that it need not be kept.
    private final class Rows implements RowSource {

        private final String tensor;
        private final int rows;
        private final int columns;

        Rows(String tensor, int rows, int columns) {
            this.tensor = tensor;
            this.rows = rows;
            this.columns = columns;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public void copy(int row, float[] target, int at) {
            fill(target, at, columns, random(tensor, row));
        }

        @Override
        public boolean fitsBfloat16() {
            return true;
        }
    }

    private SplittableRandom random(String tensor, int row) {
        return new SplittableRandom((seed * 31 + tensor.hashCode()) * 0x9E3779B97F4A7C15L + row);
    }

    private static void fill(float[] values, int at, int count, SplittableRandom random) {
        float width = (float) (DEVIATION * Math.sqrt(12));
        for (int i = at; i < at + count; i++) {
            float value = (random.nextFloat() - 0.5f) * width;
            values[i] = Float.intBitsToFloat(Float.floatToRawIntBits(value) & BFLOAT16);
        }
    }
}
