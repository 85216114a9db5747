package io.graft.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.compute.KernelChoice;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Vector kernels against scalar ones, at sizes around the width of a vector and of a tile.
class KernelsAgreeTest {

    private static final int[] ROWS = {1, 2, 7, 8, 9, 17};

    private final Kernels scalar = KernelChoice.choose(Optional.of("scalar")).kernels();
    private final Kernels vector = KernelChoice.choose(Optional.of("vector")).kernels();
    private final Random random = new Random(7);

    private Matrix random(int rows, int columns) {
        // A row is wider than its columns, so that a kernel which writes past the end is seen.
        Matrix wide = Matrix.zeros(rows, columns + 3);
        for (int i = 0; i < wide.data().length; i++) {
            wide.data()[i] = (float) random.nextGaussian();
        }
        return wide.columns(0, columns);
    }

    private static Matrix copy(Matrix matrix) {
        return Matrix.at(matrix.data().clone(), matrix.offset(), matrix.rows(), matrix.stride())
                .columns(0, matrix.columns());
    }

    private static void same(Matrix actual, Matrix expected, float tolerance) {
        assertThat(actual.data()).containsExactly(expected.data(), Offset.offset(tolerance));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 8, 15, 16, 17, 31, 32, 33, 48, 70, 513})
    void products_agree(int size) {
        for (int rows : ROWS) {
            Matrix a = random(rows, 19);
            Matrix b = random(19, size);
            Matrix c = random(rows, size);
            Matrix expected = copy(c);
            scalar.multiplyAdd(a, Panels.pack(b, scalar.panelWidth()), expected);
            Matrix packed = copy(c);
            vector.multiplyAdd(a, Panels.pack(b, vector.panelWidth()), packed);
            same(packed, expected, 2e-5f);
            Matrix inPlace = copy(c);
            vector.multiplyAdd(a, Panels.of(b, vector.panelWidth()), inPlace);
            assertThat(inPlace.data()).containsExactly(packed.data());
            Matrix fresh = copy(c);
            vector.multiply(a, Panels.of(b, vector.panelWidth()), fresh);
            scalar.multiply(a, Panels.of(b, scalar.panelWidth()), expected);
            same(fresh, expected, 2e-5f);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 31, 32, 33, 70})
    void a_product_with_a_transposed_left_side_has_the_bits_of_the_product_of_its_copy(int size) {
        for (int rows : ROWS) {
            Matrix a = random(19, rows + 3).columns(2, rows);
            Matrix transposed = Matrix.zeros(rows, 19);
            scalar.transpose(a, transposed);
            Matrix b = random(19, size);
            Matrix c = random(rows, size);
            Matrix expected = copy(c);
            vector.multiplyAdd(transposed, Panels.of(b, vector.panelWidth()), expected);
            Matrix actual = copy(c);
            vector.multiplyAddTransposed(a, Panels.of(b, vector.panelWidth()), actual);
            assertThat(actual.data()).containsExactly(expected.data());
            Matrix plain = copy(c);
            scalar.multiplyAddTransposed(a, Panels.of(b, scalar.panelWidth()), plain);
            same(actual, plain, 2e-5f);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 40, 100})
    void the_first_of_equal_largest_elements_wins(int size) {
        Matrix x = Matrix.zeros(1, size);
        assertThat(vector.argMax(x, 0)).isZero();
        for (int first = 0; first < size; first++) {
            java.util.Arrays.fill(x.data(), first, size, first + 1f);
            assertThat(vector.argMax(x, 0)).isEqualTo(first).isEqualTo(scalar.argMax(x, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 511, 512, 513, 1030})
    void products_with_a_long_inner_dimension_agree(int inner) {
        Matrix a = random(5, inner);
        Matrix b = random(37, inner);
        Matrix expected = Matrix.zeros(5, 37);
        Matrix actual = Matrix.zeros(5, 37);
        scalar.multiplyTransposed(a, b, expected);
        vector.multiplyTransposed(a, b, actual);
        same(actual, expected, 3e-4f);
        vector.multiply(a, Panels.packTransposed(b, vector.panelWidth()), actual);
        same(actual, expected, 3e-4f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 15, 16, 17, 33, 64, 100})
    void elementwise_work_agrees(int size) {
        Matrix x = random(3, size);
        Matrix y = random(3, size);
        Matrix z = random(3, size);
        Matrix expected = copy(z);
        Matrix actual = copy(z);
        scalar.add(x, expected);
        vector.add(x, actual);
        same(actual, expected, 0);
        scalar.scale(expected, 0.37f);
        vector.scale(actual, 0.37f);
        same(actual, expected, 0);
        scalar.addScaled(x, 0.37f, expected);
        vector.addScaled(x, 0.37f, actual);
        same(actual, expected, 1e-6f);
        scalar.multiplyElements(x, expected);
        vector.multiplyElements(x, actual);
        same(actual, expected, 2e-6f);
        for (Activation activation : Activation.values()) {
            scalar.gate(activation, x, y, expected);
            vector.gate(activation, x, y, actual);
            same(actual, expected, 2e-6f);
        }
        for (int row = 0; row < 3; row++) {
            assertThat(vector.dot(x, y, row)).isCloseTo(scalar.dot(x, y, row), within(2e-5f));
            assertThat(vector.squares(x, row)).isCloseTo(scalar.squares(x, row), within(2e-5));
            assertThat(vector.argMax(x, row)).isEqualTo(scalar.argMax(x, row));
            assertThat(vector.logSumExp(x, row)).isCloseTo(scalar.logSumExp(x, row), within(2e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 15, 16, 17, 33, 64, 100})
    void the_backward_pass_of_the_gate_agrees(int size) {
        for (Activation activation : Activation.values()) {
            Matrix[] expected = {random(3, size), random(3, size), random(3, size)};
            Matrix[] actual = {copy(expected[0]), copy(expected[1]), copy(expected[2])};
            scalar.gateBackward(activation, expected[0], expected[1], expected[2]);
            vector.gateBackward(activation, actual[0], actual[1], actual[2]);
            for (int i = 0; i < 3; i++) {
                same(actual[i], expected[i], 4e-6f);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 15, 16, 17, 33, 64, 100})
    void soft_caps_agree(int size) {
        SoftCap cap = new SoftCap(2.5f, 1.7f);
        Matrix expected = random(3, size);
        Matrix actual = copy(expected);
        Matrix[] slopes = {Matrix.zeros(3, size), Matrix.zeros(3, size)};
        scalar.softCap(expected, cap, slopes[0]);
        vector.softCap(actual, cap, slopes[1]);
        same(actual, expected, 1e-6f);
        same(slopes[1], slopes[0], 1e-6f);
        scalar.softCap(expected, cap);
        vector.softCap(actual, cap);
        same(actual, expected, 2e-6f);
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-6f, 0.1f, 0.399f, 0.4f, 0.41f, 1f, 3f, 9f, 50f})
    void tangents_are_close_to_the_exact_ones(float size) {
        Matrix x = Matrix.zeros(1, 1000);
        for (int i = 0; i < 1000; i++) {
            x.set(0, i, (i % 2 == 0 ? size : -size) * (1 + i * 1e-5f));
        }
        Matrix result = copy(x);
        vector.softCap(result, new SoftCap(1f, 1f));
        for (int i = 0; i < 1000; i++) {
            double right = Math.tanh(x.get(0, i));
            assertThat((double) result.get(0, i)).isCloseTo(right, within(Math.abs(right) * 4e-7));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 17, 33})
    void norms_of_groups_agree(int size) {
        NormWeight weight = new NormWeight(weights(size), 1e-5f);
        Matrix x = random(3, 4 * size);
        Matrix[] expected = {random(3, 4 * size), Matrix.zeros(3, 4), random(3, 4 * size)};
        Matrix[] actual = {copy(expected[0]), Matrix.zeros(3, 4), copy(expected[2])};
        scalar.rmsNormAdd(x, weight, expected[0], expected[1]);
        vector.rmsNormAdd(x, weight, actual[0], actual[1]);
        same(actual[0], expected[0], 3e-6f);
        scalar.rmsNormBackwardInPlace(new NormGradient(expected[2], x, expected[1]), weight);
        vector.rmsNormBackwardInPlace(new NormGradient(actual[2], x, actual[1]), weight);
        same(actual[2], expected[2], size == 1 ? 2e-4f : 2e-5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 15, 16, 17, 33, 64, 100})
    void norms_agree(int size) {
        NormWeight weight = new NormWeight(weights(size), 1e-5f);
        Matrix x = random(3, size);
        Matrix[] expected = {random(3, size), Matrix.zeros(3, 1), random(3, size)};
        Matrix[] actual = {copy(expected[0]), Matrix.zeros(3, 1), copy(expected[2])};
        scalar.rmsNorm(x, weight, expected[0], expected[1]);
        vector.rmsNorm(x, weight, actual[0], actual[1]);
        same(actual[0], expected[0], 3e-6f);
        Matrix dy = random(3, size);
        scalar.rmsNormBackward(new NormGradient(dy, x, expected[1]), weight, expected[2]);
        vector.rmsNormBackward(new NormGradient(dy, x, actual[1]), weight, actual[2]);
        same(actual[2], expected[2], 2e-5f);
    }

    private float[] weights(int size) {
        float[] weights = new float[size];
        for (int i = 0; i < size; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return weights;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 15, 16, 17, 33, 64, 100})
    void softmax_agrees_and_clears_what_is_not_visible(int size) {
        Matrix expected = random(2, size);
        Matrix actual = copy(expected);
        int count = Math.max(1, size - 2);
        float logSum = scalar.softmax(expected, 1, count, 0.25f);
        assertThat(vector.softmax(actual, 1, count, 0.25f)).isCloseTo(logSum, within(2e-6f));
        same(actual, expected, 1e-6f);
        scalar.exponentials(expected, 0, count, new Shift(0.5f, 0.3f));
        vector.exponentials(actual, 0, count, new Shift(0.5f, 0.3f));
        same(actual, expected, 3e-6f);
        Matrix p = random(2, size);
        scalar.softmaxBackward(p, expected, 0, new SoftmaxGradient(0.3f, 0.5f));
        vector.softmaxBackward(p, actual, 0, new SoftmaxGradient(0.3f, 0.5f));
        same(actual, expected, 1e-5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 16, 24, 64})
    void rotation_agrees_and_its_inverse_undoes_it(int half) {
        Matrix angles = random(4, half);
        Matrix cosines = Matrix.zeros(4, half);
        Matrix sines = Matrix.zeros(4, half);
        for (int row = 0; row < 4; row++) {
            for (int i = 0; i < half; i++) {
                cosines.set(row, i, (float) Math.cos(angles.get(row, i)));
                sines.set(row, i, (float) Math.sin(angles.get(row, i)));
            }
        }
        Rotation rotation =
                Rotation.forward(new Rotation.Angles(2 * half + 3, cosines, sines), new int[] {9, 2, 0, 3}, 1);
        Matrix start = random(3, 2 * (2 * half + 3));
        Matrix expected = copy(start);
        Matrix actual = copy(start);
        scalar.rotate(expected, rotation);
        vector.rotate(actual, rotation);
        same(actual, expected, 1e-6f);
        vector.rotate(actual, rotation.inverse());
        same(actual, start, 3e-6f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16, 17, 100})
    void adam_agrees(int size) {
        AdamWStep step = new AdamWStep(0.7f, 0.99f, 0.1f, 0.999f, 0.001f, 0.01f, 0.03f, 1e-8f);
        Matrix expected = random(4, size);
        for (int i = 0; i < size; i++) {
            expected.set(3, i, Math.abs(expected.get(3, i)));
        }
        Matrix actual = copy(expected);
        scalar.adamW(step, expected, 0, size);
        vector.adamW(step, actual, 0, size);
        same(actual, expected, 1e-6f);
    }

    @ParameterizedTest
    @ValueSource(floats = {-87f, -40f, -3.3f, -1e-4f, 0f, 1e-4f, 0.34f, 0.35f, 1f, 17f, 88f})
    void exponentials_are_within_two_units_in_the_last_place(float power) {
        Matrix x = Matrix.zeros(1, 1000);
        for (int i = 0; i < 1000; i++) {
            x.set(0, i, power + i * 1e-5f);
        }
        Matrix result = copy(x);
        vector.exponentials(result, 0, 1000, new Shift(1f, 0f));
        for (int i = 0; i < 1000; i++) {
            double right = Math.exp(x.get(0, i));
            assertThat((double) result.get(0, i)).isCloseTo(right, within(right * 2.4e-7));
        }
    }

    /// Rounding is the same to the byte, so that it does not matter for a result who rounded.
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 17, 31, 32, 33, 100, 1024})
    void rounding_gives_the_same_bytes(int size) {
        Matrix x = random(2, size);
        for (float[] factors : List.of(new float[0], weights(size))) {
            MemorySegment expected = MemorySegment.ofArray(new byte[2 * size + 2]);
            MemorySegment actual = MemorySegment.ofArray(new byte[2 * size + 2]);
            float scale = scalar.round(x, 1, factors, new ByteRow(expected, 1, size + 1));
            assertThat(vector.round(x, 1, factors, new ByteRow(actual, 1, size + 1)))
                    .isEqualTo(scale);
            assertThat(bytes(actual)).containsExactly(bytes(expected));
            vector.round(x, 1, factors, new ByteRow(actual.fill((byte) 0), 1, ByteRow.NO_REST));
            assertThat(bytes(actual.asSlice(1, size))).containsExactly(bytes(expected.asSlice(1, size)));
            assertThat(bytes(actual.asSlice(size + 1))).containsOnly(0);
        }
    }

    private static byte[] bytes(MemorySegment memory) {
        return memory.toArray(ValueLayout.JAVA_BYTE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 16, 17, 33, 100})
    void rows_from_outside_of_the_heap_agree(int size) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment outside = arena.allocateFrom(ValueLayout.JAVA_FLOAT, weights(size + 1));
            for (Sum sum : Sum.values()) {
                Matrix expected = random(2, size);
                Matrix actual = copy(expected);
                scalar.scaled(outside, Float.BYTES, 0.37f, expected, 1, sum);
                vector.scaled(outside, Float.BYTES, 0.37f, actual, 1, sum);
                same(actual, expected, 0);
            }
            float[] expected = new float[size + 2];
            float[] actual = new float[size + 2];
            scalar.widen(outside, Short.BYTES, expected, 1, size);
            vector.widen(outside, Short.BYTES, actual, 1, size);
            assertThat(actual).containsExactly(expected);
        }
    }
}
