package io.graft.engine.kernel;

import static io.graft.engine.kernel.Tile.LANES;
import static io.graft.engine.kernel.Tile.SPECIES;
import static jdk.incubator.vector.FloatVector.fromArray;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Between rows of floats and 8-bit numbers outside of the heap, with the Vector API.
final class VectorBytes {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /// As many bytes as a vector has floats; there is no such species for fewer than eight.
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

    /// Added to a float below 2²², leaves its nearest whole number in the lowest bits.
    private static final float TO_WHOLE = 0x1.8p23f;

    private VectorBytes() {}

    static float round(float[] x, int at, float[] factors, MemorySegment target, int count) {
        float scale = largest(x, at, factors, count) / Rounding.LARGEST;
        float inverse = Rounding.inverse(scale);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector value = fromArray(SPECIES, x, at + i);
            if (factors.length > 0) {
                value = value.mul(fromArray(SPECIES, factors, i));
            }
            value.mul(inverse)
                    .add(TO_WHOLE)
                    .reinterpretAsInts()
                    .convertShape(VectorOperators.I2B, BYTES, 0)
                    .reinterpretAsBytes()
                    .intoMemorySegment(target, i, ORDER);
        }
        for (; i < count; i++) {
            float value = factors.length > 0 ? x[at + i] * factors[i] : x[at + i];
            target.set(java.lang.foreign.ValueLayout.JAVA_BYTE, i, (byte) Rounding.round(value, inverse));
        }
        return scale;
    }

    private static float largest(float[] x, int at, float[] factors, int count) {
        FloatVector largest = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector value = fromArray(SPECIES, x, at + i);
            if (factors.length > 0) {
                value = value.mul(fromArray(SPECIES, factors, i));
            }
            largest = largest.max(value.abs());
        }
        float result = largest.reduceLanes(VectorOperators.MAX);
        for (; i < count; i++) {
            result = Math.max(result, Math.abs(factors.length > 0 ? x[at + i] * factors[i] : x[at + i]));
        }
        return result;
    }

    static void setScaled(MemorySegment source, float factor, float[] y, int at, int count) {
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, count);
            FloatVector.fromMemorySegment(SPECIES, source, 4L * i, ORDER, mask)
                    .mul(factor)
                    .intoArray(y, at + i, mask);
        }
    }

    static void addScaled(MemorySegment source, float factor, float[] y, int at, int count) {
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, count);
            FloatVector.fromMemorySegment(SPECIES, source, 4L * i, ORDER, mask)
                    .mul(factor)
                    .add(fromArray(SPECIES, y, at + i, mask))
                    .intoArray(y, at + i, mask);
        }
    }
}
