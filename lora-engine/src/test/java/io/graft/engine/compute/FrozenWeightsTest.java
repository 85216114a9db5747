package io.graft.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graft.engine.kernel.Sum;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every library multiplies alike, in both precisions, at sizes that leave rests everywhere.
class FrozenWeightsTest {

    private final WeightFormat scalar = format("scalar");

    private static WeightFormat format(String name) {
        return KernelChoice.choose(Optional.of(name)).format();
    }

    private static WeightFormat oneDnn() {
        Optional<String> obstacle = OneDnnLibrary.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> "oneDNN cannot be tested here: " + obstacle.orElseThrow());
        return format("onednn");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 64, 64", "3, 17, 33", "64, 40, 70", "65, 100, 31", "7, 1030, 1500", "130, 65, 2100"})
    void products_of_floats_agree(int rows, int inputs, int outputs) {
        WeightFormat library = oneDnn();
        RowSource weights = RowSource.of(random(rows, outputs, inputs));
        assertAgree(scalar.pack(weights, Precision.FP32), library.pack(weights, Precision.FP32), rows, 2e-4f);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 64, 64", "3, 17, 33", "64, 40, 70", "65, 100, 31", "7, 1030, 1500", "130, 65, 2100"})
    void products_of_bytes_agree_with_rounded_floats(int rows, int inputs, int outputs) {
        WeightFormat library = oneDnn();
        RowSource weights = RowSource.of(random(rows, outputs, inputs));
        assertAgree(scalar.pack(weights, Precision.INT8), library.pack(weights, Precision.INT8), rows, 2e-4f);
    }

    /// Whichever code multiplies it: what a text says must not depend on how many others are written beside it.
    @ParameterizedTest
    @CsvSource({"64, 64", "576, 576", "1536, 576", "40, 70", "2052, 2100"})
    void a_row_of_bytes_alone_gives_the_same_bits_as_among_others(int inputs, int outputs) {
        FrozenWeights weights = oneDnn().pack(RowSource.of(random(1, outputs, inputs)), Precision.INT8);
        Matrix x = random(2, 3, inputs);
        for (Sum sum : Sum.values()) {
            Matrix together = random(3, 3, outputs);
            weights.forward(x, together, sum);
            for (int row = 0; row < 3; row++) {
                Matrix alone = random(3, 3, outputs).rows(row, 1);
                weights.forward(x.rows(row, 1), alone, sum);
                for (int output = 0; output < outputs; output++) {
                    assertThat(alone.get(0, output))
                            .as("row %d output %d", row, output)
                            .isEqualTo(together.get(row, output));
                }
            }
        }
    }

    private static void assertAgree(FrozenWeights expected, FrozenWeights actual, int rows, float tolerance) {
        Matrix x = random(5, rows, expected.inputs());
        Matrix dy = random(6, rows, expected.outputs());
        for (Sum sum : Sum.values()) {
            Matrix y = random(7, rows, expected.outputs());
            Matrix sameY = random(7, rows, expected.outputs());
            expected.forward(x, y, sum);
            actual.forward(x, sameY, sum);
            assertClose(sameY, y, tolerance * (float) Math.sqrt(expected.inputs()));
            Matrix dx = random(8, rows, expected.inputs());
            Matrix sameDx = random(8, rows, expected.inputs());
            expected.backward(dy, dx, sum);
            actual.backward(dy, sameDx, sum);
            assertClose(sameDx, dx, tolerance * (float) Math.sqrt(expected.outputs()));
        }
    }

    @Test
    void the_gradient_of_a_loss_keeps_its_small_elements() {
        WeightFormat library = oneDnn();
        RowSource weights = RowSource.of(random(3, 300, 64));
        Matrix dy = random(4, 3, 300);
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 300; column++) {
                dy.set(row, column, column == 7 ? -1f : Math.abs(dy.get(row, column)) / 300);
            }
        }
        Matrix exact = Matrix.zeros(3, 64);
        scalar.pack(weights, Precision.INT8).backwardOfLoss(dy, exact);
        Matrix fine = Matrix.zeros(3, 64);
        library.pack(weights, Precision.INT8).backwardOfLoss(dy, fine);
        assertClose(fine, exact, 1e-5f);
        Matrix floats = Matrix.zeros(3, 64);
        scalar.pack(weights, Precision.FP32).backwardOfLoss(dy, floats);
        assertClose(fine, floats, 0.01f);
    }

    @Test
    void outputs_can_be_computed_in_parts() {
        for (Precision precision : Precision.values()) {
            FrozenWeights weights = oneDnn().pack(RowSource.of(random(1, 2500, 96)), precision);
            Matrix x = random(2, 2, 96);
            Matrix whole = Matrix.zeros(2, 2500);
            weights.forward(x, whole, Sum.SET);
            Matrix parts = Matrix.zeros(2, 2500);
            int step = weights.granularity() * Math.ceilDiv(900, weights.granularity());
            for (int from = 0; from < 2500; from += step) {
                int count = Math.min(step, 2500 - from);
                weights.part(from, count).forward(x, parts.columns(from, count), Sum.SET);
            }
            assertClose(parts, whole, 1e-4f);
        }
    }

    @Test
    void rounding_to_bytes_costs_about_one_percent() {
        RowSource weights = RowSource.of(random(3, 300, 700));
        Matrix x = random(4, 20, 700);
        Matrix exact = Matrix.zeros(20, 300);
        Matrix rounded = Matrix.zeros(20, 300);
        scalar.pack(weights, Precision.FP32).forward(x, exact, Sum.SET);
        scalar.pack(weights, Precision.INT8).forward(x, rounded, Sum.SET);
        double error = 0;
        double size = 0;
        for (int i = 0; i < exact.data().length; i++) {
            error += Math.pow(exact.data()[i] - rounded.data()[i], 2);
            size += Math.pow(exact.data()[i], 2);
        }
        assertThat(Math.sqrt(error / size)).isBetween(1e-4, 0.015);
    }

    @Test
    void one_large_value_costs_only_its_own_block_precision() {
        Matrix row = random(9, 1, 2000);
        row.set(0, 3, 1000f);
        Matrix weights = Matrix.zeros(1, 2000);
        weights.set(0, 1999, 1f);
        Matrix y = Matrix.zeros(1, 1);
        scalar.pack(RowSource.of(weights), Precision.INT8).forward(row, y, Sum.SET);
        assertThat(y.get(0, 0)).isCloseTo(row.get(0, 1999), org.assertj.core.data.Offset.offset(0.005f));
    }

    @Test
    void rows_come_back_as_they_were() {
        Matrix weights = random(1, 70, 40);
        for (Precision precision : Precision.values()) {
            float[] row = new float[42];
            oneDnn().pack(RowSource.of(weights), precision).copyRow(69, row, 2);
            assertThat(java.util.Arrays.copyOfRange(row, 2, 42))
                    .isEqualTo(java.util.Arrays.copyOfRange(weights.data(), 69 * 40, 70 * 40));
        }
    }

    private static Matrix random(long seed, int rows, int columns) {
        SplittableRandom random = new SplittableRandom(seed);
        Matrix matrix = Matrix.zeros(rows, columns);
        for (int i = 0; i < matrix.data().length; i++) {
            matrix.data()[i] = (float) (random.nextDouble() * 2 - 1);
        }
        return matrix;
    }

    private static void assertClose(Matrix actual, Matrix expected, float tolerance) {
        for (int row = 0; row < expected.rows(); row++) {
            for (int column = 0; column < expected.columns(); column++) {
                assertThat(actual.get(row, column))
                        .as("[%d][%d]", row, column)
                        .isCloseTo(expected.get(row, column), org.assertj.core.data.Offset.offset(tolerance));
            }
        }
    }
}
