package io.graft.engine.kernel;

import static io.graft.engine.kernel.Vectors.LANES;
import static io.graft.engine.kernel.Vectors.SPECIES;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.graft.engine.tensor.Matrix;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Rounds one row to 8-bit numbers outside of the heap, see [Rounding], with the Vector API.
final class VectorBytes {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /// As many bytes as a vector has floats; there is no such species for fewer than eight.
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());

    /// Added to a float below 2²², leaves its nearest whole number in the lowest bits.
    private static final float TO_WHOLE = 0x1.8p23f;

    private final float[] x;
    private final int at;
    private final int count;
    private final float[] factors;
    private final float scale;
    private final float inverse;

    /// @param factors multiply the columns first; empty for none
    VectorBytes(Matrix matrix, int row, float[] factors) {
        this.x = matrix.data();
        this.at = matrix.at(row);
        this.count = matrix.columns();
        this.factors = factors;
        this.scale = largest() / Rounding.LARGEST;
        this.inverse = Rounding.inverse(scale);
    }

    float scale() {
        return scale;
    }

    private FloatVector vector(int i) {
        FloatVector value = fromArray(SPECIES, x, at + i);
        return factors.length > 0 ? value.mul(fromArray(SPECIES, factors, i)) : value;
    }

    private float value(int i) {
        return factors.length > 0 ? x[at + i] * factors[i] : x[at + i];
    }

    /// The largest absolute value. Floats without their sign are in the order of their bits, and whole numbers are
    /// compared in one instruction.
    private float largest() {
        IntVector even = IntVector.zero(INTS);
        IntVector odd = even;
        int i = 0;
        for (; i <= count - 2 * LANES; i += 2 * LANES) {
            even = even.max(vector(i).reinterpretAsInts().and(Integer.MAX_VALUE));
            odd = odd.max(vector(i + LANES).reinterpretAsInts().and(Integer.MAX_VALUE));
        }
        float result = Float.intBitsToFloat(even.max(odd).reduceLanes(VectorOperators.MAX));
        for (; i < count; i++) {
            result = Math.max(result, Math.abs(value(i)));
        }
        return result;
    }

    void round(MemorySegment target, long to) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            store(vector(i).mul(inverse).add(TO_WHOLE), target, to + i);
        }
        for (; i < count; i++) {
            target.set(ValueLayout.JAVA_BYTE, to + i, (byte) Rounding.round(value(i), inverse));
        }
    }

    /// What [#round] leaves, in finer steps.
    void roundRest(MemorySegment target, long to) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector scaled = vector(i).mul(inverse);
            FloatVector rest = scaled.sub(scaled.add(TO_WHOLE).sub(TO_WHOLE));
            store(rest.mul((float) Rounding.FINER).add(TO_WHOLE), target, to + i);
        }
        for (; i < count; i++) {
            target.set(ValueLayout.JAVA_BYTE, to + i, (byte) Rounding.roundRest(value(i), inverse));
        }
    }

    /// The lowest byte of every float.
    private static void store(FloatVector floats, MemorySegment target, long at) {
        ByteVector bytes = floats.reinterpretAsInts()
                .convertShape(VectorOperators.I2B, BYTES, 0)
                .reinterpretAsBytes();
        bytes.intoMemorySegment(target, at, ORDER);
    }
}
