package io.graft.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graft.engine.tensor.Matrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorBlocksTest {

    private static final float SCALE = 0.5f;

    private final Kernels kernels = new VectorKernels();

    @BeforeEach
    void vectors_have_the_length() {
        assumeTrue(kernels.multipliesBlocks(), "the processor has no vectors of 16 floats");
    }

    @ParameterizedTest
    @CsvSource({"4, 64", "8, 128", "576, 320", "768, 64", "1024, 192"})
    void sums_are_those_of_whole_numbers(int inputs, int outputs) {
        SplittableRandom random = new SplittableRandom(3);
        check(inputs, outputs, () -> random.nextInt(-127, 128));
    }

    @Test
    void the_largest_numbers_do_not_overflow() {
        check(1024, 64, () -> 127);
        check(1024, 64, () -> -127);
        SplittableRandom random = new SplittableRandom(4);
        check(1024, 64, () -> random.nextBoolean() ? 127 : -127);
    }

    private void check(int inputs, int outputs, IntSupplier number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment row = bytes(arena, inputs, number);
            MemorySegment values = bytes(arena, inputs * outputs, number);
            MemorySegment scales = arena.allocate(4L * outputs);
            for (int output = 0; output < outputs; output++) {
                scales.setAtIndex(ValueLayout.JAVA_FLOAT, output, 1 + output / 256f);
            }
            BytePairs x = new BytePairs();
            x.take(row, inputs, SCALE);
            ByteBlocks weights = new ByteBlocks(inputs, outputs, values, scales);
            Matrix y = Matrix.zeros(2, outputs + 1).rows(1, 1).columns(1, outputs);
            kernels.multiplyBlocks(x, weights, y, Sum.SET);
            for (int output = 0; output < outputs; output++) {
                assertThat(y.get(0, output)).as("output %d", output).isEqualTo(expected(row, weights, output));
            }
            Matrix twice = Matrix.zeros(1, outputs);
            twice.copyFrom(y);
            kernels.multiplyBlocks(x, weights, twice, Sum.ADD);
            for (int output = 0; output < outputs; output++) {
                assertThat(twice.get(0, output)).as("output %d", output).isEqualTo(2 * y.get(0, output));
            }
        }
    }

    private static MemorySegment bytes(Arena arena, int count, IntSupplier number) {
        MemorySegment bytes = arena.allocate(count);
        for (int i = 0; i < count; i++) {
            bytes.set(ValueLayout.JAVA_BYTE, i, (byte) number.getAsInt());
        }
        return bytes;
    }

    private static float expected(MemorySegment row, ByteBlocks weights, int output) {
        int sum = 0;
        for (int input = 0; input < weights.inputs(); input++) {
            long at = ByteBlocks.at(weights.inputs(), output, input);
            sum += row.get(ValueLayout.JAVA_BYTE, input) * weights.values().get(ValueLayout.JAVA_BYTE, at);
        }
        return sum * weights.scales().getAtIndex(ValueLayout.JAVA_FLOAT, output) * SCALE;
    }
}
