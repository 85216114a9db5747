package io.graft.engine.kernel;

import static io.graft.engine.kernel.Vectors.LANES;
import static io.graft.engine.kernel.Vectors.SPECIES;

import io.graft.engine.tensor.Matrix;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// One row times [ByteBlocks] with the Vector API, for vectors of 16 floats: four of them are the outputs of a block.
///
/// Two products of 8-bit numbers fit into 16 bits together, so an `int` takes the products of four inputs, two in each
/// half. A bias keeps the halves above zero. For each output two sums are carried: of the whole `int`s, which may
/// overflow, and of their upper halves. At the end the first without the second leaves the sum of the lower halves.
final class VectorBlocks {

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final VectorSpecies<Short> SHORTS = VectorSpecies.of(short.class, SPECIES.vectorShape());

    /// Added to a half, makes it positive.
    private static final short BIAS = Short.MIN_VALUE;

    /// What the biases of two halves add up to.
    private static final int BIASES = 1 << 16;

    private static final int VECTOR = LANES * ByteBlocks.FOUR; // bytes
    private static final int BLOCK = ByteBlocks.WIDTH * ByteBlocks.FOUR; // bytes of four inputs

    private final MemorySegment values;
    private final MemorySegment scales;
    private final int fours;
    private final BytePairs x;
    private final Matrix y;
    private final Sum sum;

    VectorBlocks(BytePairs x, ByteBlocks weights, Matrix y, Sum sum) {
        this.values = weights.values();
        this.scales = weights.scales();
        this.fours = weights.inputs() / ByteBlocks.FOUR;
        this.x = x;
        this.y = y;
        this.sum = sum;
    }

    /// Whether vectors have the length that this is written for.
    static boolean fitsVectors() {
        return 4 * LANES == ByteBlocks.WIDTH;
    }

    void multiply() {
        for (int output = 0; output < y.columns(); output += ByteBlocks.WIDTH) {
            sums(output);
            for (int vector = 0; vector < ByteBlocks.WIDTH; vector += LANES) {
                scale(output, vector);
            }
        }
    }

    /// This is as much as the compiler inlines into one method: what follows is in [#scale], and weights are loaded as
    /// what they are multiplied as.
    private void sums(int output) {
        final MemorySegment values = this.values;
        final int[] even = x.even;
        final int[] odd = x.odd;
        final ShortVector bias = ShortVector.broadcast(SHORTS, BIAS);
        IntVector all0 = IntVector.zero(INTS);
        IntVector all1 = all0;
        IntVector all2 = all0;
        IntVector all3 = all0;
        IntVector upper0 = all0;
        IntVector upper1 = all0;
        IntVector upper2 = all0;
        IntVector upper3 = all0;
        long at = (long) output * fours * ByteBlocks.FOUR;
        for (int i = 0; i < fours; i++, at += BLOCK) {
            ShortVector first = IntVector.broadcast(INTS, even[i]).reinterpretAsShorts();
            ShortVector second = IntVector.broadcast(INTS, odd[i]).reinterpretAsShorts();
            IntVector products = products(pairs(values, at), first, second, bias);
            all0 = all0.add(products);
            upper0 = upper0.add(products.lanewise(VectorOperators.LSHR, 16));
            products = products(pairs(values, at + VECTOR), first, second, bias);
            all1 = all1.add(products);
            upper1 = upper1.add(products.lanewise(VectorOperators.LSHR, 16));
            products = products(pairs(values, at + 2L * VECTOR), first, second, bias);
            all2 = all2.add(products);
            upper2 = upper2.add(products.lanewise(VectorOperators.LSHR, 16));
            products = products(pairs(values, at + 3L * VECTOR), first, second, bias);
            all3 = all3.add(products);
            upper3 = upper3.add(products.lanewise(VectorOperators.LSHR, 16));
        }
        all0.intoArray(x.all, 0);
        all1.intoArray(x.all, LANES);
        all2.intoArray(x.all, 2 * LANES);
        all3.intoArray(x.all, 3 * LANES);
        upper0.intoArray(x.upper, 0);
        upper1.intoArray(x.upper, LANES);
        upper2.intoArray(x.upper, 2 * LANES);
        upper3.intoArray(x.upper, 3 * LANES);
    }

    private static ShortVector pairs(MemorySegment values, long at) {
        return ShortVector.fromMemorySegment(SHORTS, values, at, ORDER);
    }

    /// The biased products of four inputs with 16 outputs: of the first two in the lower half, of the others above.
    ///
    /// @param pairs weights of two neighbouring inputs each
    private static IntVector products(ShortVector pairs, ShortVector first, ShortVector second, ShortVector bias) {
        return pairs.lanewise(VectorOperators.LSHL, 8)
                .lanewise(VectorOperators.ASHR, 8)
                .mul(first)
                .add(pairs.lanewise(VectorOperators.ASHR, 8).mul(second))
                .add(bias)
                .reinterpretAsInts();
    }

    /// Completes the sums of one vector of outputs and multiplies them by the scales.
    private void scale(int output, int vector) {
        IntVector upper = IntVector.fromArray(INTS, x.upper, vector);
        IntVector lower = IntVector.fromArray(INTS, x.all, vector).sub(upper.lanewise(VectorOperators.LSHL, 16));
        IntVector whole = lower.add(upper).sub(fours * BIASES);
        FloatVector scale =
                FloatVector.fromMemorySegment(SPECIES, scales, 4L * (output + vector), ByteOrder.nativeOrder());
        FloatVector result = whole.convert(VectorOperators.I2F, 0)
                .reinterpretAsFloats()
                .mul(scale)
                .mul(x.scale());
        int at = y.at(0) + output + vector;
        if (sum == Sum.ADD) {
            result = result.add(FloatVector.fromArray(SPECIES, y.data(), at));
        }
        result.intoArray(y.data(), at);
    }
}
