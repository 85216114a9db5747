package io.graft.engine.kernel;

import static io.graft.engine.kernel.Vectors.LANES;
import static io.graft.engine.kernel.Vectors.SPECIES;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Reads bfloat16 outside of the heap with the Vector API.
final class VectorHalves {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /// As many as a vector has floats.
    private static final VectorSpecies<Short> SHORTS =
            VectorSpecies.of(short.class, VectorShape.forBitSize(LANES * Short.SIZE));

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());

    private VectorHalves() {}

    static void widen(MemorySegment source, long from, float[] target, int at, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            IntVector bits = (IntVector) ShortVector.fromMemorySegment(SHORTS, source, from + 2L * i, ORDER)
                    .convertShape(VectorOperators.S2I, INTS, 0);
            bits.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats().intoArray(target, at + i);
        }
        for (; i < count; i++) {
            int bits = source.get(ValueLayout.JAVA_SHORT, from + 2L * i) << 16;
            target[at + i] = Float.intBitsToFloat(bits);
        }
    }
}
