package io.graft.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Products with frozen weights by every library that is here, against plain loops, at awkward sizes.
class FrozenWeightsAgreeTest {

    private static final int[] ROWS = {1, 2, 3, 7, 33};
    private static final int[][] SHAPES = {{1, 1}, {3, 5}, {16, 17}, {33, 64}, {70, 31}, {129, 257}, {300, 20}};

    private final WeightFormat scalar = format("scalar");
    private final Random random = new Random(3);

    private static WeightFormat format(String name) {
        return KernelChoice.choose(Optional.of(name)).format();
    }

    private static WeightFormat library(String name) {
        Optional<String> obstacle = switch (name) {
            case "onednn" -> OneDnnLibrary.obstacle();
            case "nd4j" -> OpenBlasLibrary.obstacle();
            default -> Optional.empty();
        };
        Assumptions.assumeTrue(obstacle.isEmpty(), () -> "skipped: " + obstacle.orElse(""));
        return format(name);
    }

    /// A view whose rows are wider than its columns and which does not start at the start of its array.
    private Matrix random(int rows, int columns) {
        Matrix wide = Matrix.zeros(rows + 1, columns + 3);
        for (int i = 0; i < wide.data().length; i++) {
            wide.data()[i] = (float) random.nextGaussian();
        }
        return wide.rows(1, rows).columns(2, columns);
    }

    private static Matrix copy(Matrix matrix) {
        return Matrix.at(
                        matrix.data().clone(),
                        matrix.offset() - 2,
                        /* rows= */ matrix.rows(),
                        /* columns= */ matrix.stride())
                .columns(2, matrix.columns());
    }

    private void agree(WeightFormat format, Precision precision, float tolerance) {
        for (int[] shape : SHAPES) {
            int outputs = shape[0];
            int inputs = shape[1];
            RowSource rows = RowSource.of(random(outputs, inputs));
            FrozenWeights expected = scalar.pack(rows, precision);
            FrozenWeights actual = format.pack(rows, precision);
            for (int count : ROWS) {
                for (Sum sum : Sum.values()) {
                    Matrix x = random(count, inputs);
                    Matrix[] y = twice(random(count, outputs));
                    expected.forward(x, y[0], sum);
                    actual.forward(x, y[1], sum);
                    same(y, tolerance * inputs);
                    Matrix[] dx = twice(random(count, inputs));
                    expected.backward(y[0], dx[0], sum);
                    actual.backward(y[0], dx[1], sum);
                    same(dx, tolerance * inputs * outputs);
                }
            }
        }
    }

    private static Matrix[] twice(Matrix matrix) {
        return new Matrix[] {matrix, copy(matrix)};
    }

    /// All of the arrays, so that a product which writes beside its result is seen.
    private static void same(Matrix[] matrices, float tolerance) {
        assertThat(matrices[1].data()).containsExactly(matrices[0].data(), Offset.offset(tolerance));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "compact", "onednn", "nd4j"})
    void products_of_floats_agree_in_both_directions(String name) {
        agree(library(name), Precision.FP32, 2e-6f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 100})
    void weights_that_two_bytes_hold_take_two_bytes_and_give_the_same_bits(int columns) {
        Matrix exact = random(70, columns);
        for (int i = 0; i < exact.data().length; i++) {
            exact.data()[i] = Float.intBitsToFloat(Float.floatToRawIntBits(exact.data()[i]) & 0xffff0000);
        }
        FrozenWeights halved = library("compact").pack(bfloat16(exact), Precision.FP32);
        FrozenWeights whole = library("compact").pack(RowSource.of(exact), Precision.FP32);

        assertThat(whole.bytes()).isBetween(4L * 70 * columns, 4L * 70 * columns + 63);
        assertThat(halved.bytes()).isBetween(2L * 70 * columns, 2L * 70 * columns + 63);
        float[] row = new float[columns];
        float[] expected = new float[columns];
        for (int i = 0; i < 70; i++) {
            halved.copyRow(i, row, 0);
            whole.copyRow(i, expected, 0);
            assertThat(row).containsExactly(expected);
        }
        Matrix x = random(9, columns);
        Matrix[] y = twice(random(9, 70));
        halved.forward(x, y[0], Sum.SET);
        whole.forward(x, y[1], Sum.SET);
        same(y, 0f);
    }

    private static RowSource bfloat16(Matrix exact) {
        RowSource rows = RowSource.of(exact);
        return new RowSource() {
            @Override
            public int rows() {
                return rows.rows();
            }

            @Override
            public int columns() {
                return rows.columns();
            }

            @Override
            public void copy(int row, float[] target, int at) {
                rows.copy(row, target, at);
            }

            @Override
            public boolean fitsBfloat16() {
                return true;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "compact", "nd4j"})
    void products_of_rounded_numbers_agree_in_both_directions(String name) {
        agree(library(name), Precision.INT8, 2e-3f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "compact", "onednn", "nd4j"})
    void some_of_the_outputs_are_what_they_are_among_all(String name) {
        Matrix exact = random(100, 40);
        FrozenWeights all = library(name).pack(RowSource.of(exact), Precision.FP32);
        int step = all.granularity();
        Matrix x = random(1, 40);
        Matrix[] y = twice(random(1, 100));
        all.forward(x, y[0], Sum.SET);
        for (int from = 0; from < 100; from += step) {
            int count = Math.min(step, 100 - from);
            all.part(from, count).forward(x, y[1].columns(from, count), Sum.SET);
        }
        same(y, 2e-5f);
        float[] row = new float[42];
        float[] expected = new float[42];
        all.copyRow(57, row, 2);
        System.arraycopy(exact.data(), exact.at(57), expected, 2, 40);
        assertThat(row).containsExactly(expected);
        assertThat(all.bytes()).isGreaterThanOrEqualTo(4L * 100 * 40);
    }
}
