package io.graft.engine.kernel;

import static io.graft.engine.kernel.Vectors.LANES;
import static io.graft.engine.kernel.Vectors.SPECIES;
import static jdk.incubator.vector.FloatVector.fromArray;

import io.graft.engine.tensor.Matrix;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Elementwise work on one row with the Vector API. The last, partly filled vector of a row goes through a mask.
final class VectorRows {

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private VectorRows() {}

    static VectorMask<Float> mask(int i, int length) {
        return SPECIES.indexInRange(i, length);
    }

    static void add(float[] x, int xAt, float[] y, int yAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            fromArray(SPECIES, y, yAt + i, mask)
                    .add(fromArray(SPECIES, x, xAt + i, mask))
                    .intoArray(y, yAt + i, mask);
        }
    }

    static void scale(float[] x, int at, int length, float factor) {
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            fromArray(SPECIES, x, at + i, mask).mul(factor).intoArray(x, at + i, mask);
        }
    }

    static void addScaled(float[] x, int xAt, float factor, float[] y, int yAt, int length) {
        FloatVector factors = FloatVector.broadcast(SPECIES, factor);
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            fromArray(SPECIES, x, xAt + i, mask)
                    .fma(factors, fromArray(SPECIES, y, yAt + i, mask))
                    .intoArray(y, yAt + i, mask);
        }
    }

    static void multiply(float[] x, int xAt, float[] y, int yAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            fromArray(SPECIES, y, yAt + i, mask)
                    .mul(fromArray(SPECIES, x, xAt + i, mask))
                    .intoArray(y, yAt + i, mask);
        }
    }

    static void softCap(float[] x, int at, int length, SoftCap cap) {
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            VectorTanh.tanh(fromArray(SPECIES, x, at + i, mask).mul(cap.factor()))
                    .mul(cap.cap())
                    .intoArray(x, at + i, mask);
        }
    }

    static void softCap(float[] x, int at, int length, SoftCap cap, float[] slopes, int slopesAt) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            FloatVector tanh =
                    VectorTanh.tanh(fromArray(SPECIES, x, at + i, mask).mul(cap.factor()));
            tanh.neg().fma(tanh, one).intoArray(slopes, slopesAt + i, mask);
            tanh.mul(cap.cap()).intoArray(x, at + i, mask);
        }
    }

    static void rotate(float[] x, int at, Rotation rotation, int angles) {
        int half = rotation.half();
        for (int i = 0; i < half; i += LANES) {
            VectorMask<Float> mask = mask(i, half);
            FloatVector cosine = fromArray(SPECIES, rotation.cosines(), angles + i, mask);
            FloatVector sine =
                    fromArray(SPECIES, rotation.sines(), angles + i, mask).mul(rotation.direction());
            FloatVector first = fromArray(SPECIES, x, at + i, mask);
            FloatVector second = fromArray(SPECIES, x, at + half + i, mask);
            first.mul(cosine).sub(second.mul(sine)).intoArray(x, at + i, mask);
            second.mul(cosine).add(first.mul(sine)).intoArray(x, at + half + i, mask);
        }
    }

    /// The largest element; one that is not a number is passed over.
    static float max(float[] x, int at, int length) {
        FloatVector even = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector odd = even;
        int i = 0;
        for (; i <= length - 2 * LANES; i += 2 * LANES) {
            even = larger(even, fromArray(SPECIES, x, at + i));
            odd = larger(odd, fromArray(SPECIES, x, at + i + LANES));
        }
        FloatVector max = larger(even, odd);
        for (; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            FloatVector value = fromArray(SPECIES, x, at + i, mask);
            max = max.blend(value, value.compare(VectorOperators.GT, max).and(mask));
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    /// Quicker than `max` of Java's kind with its rules for NaN and -0.
    private static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }

    /// The first position of a value that is there.
    static int indexOf(float value, float[] x, int at, int length) {
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            VectorMask<Float> found = fromArray(SPECIES, x, at + i).eq(value);
            if (found.anyTrue()) {
                return i + found.firstTrue();
            }
        }
        while (i < length - 1 && x[at + i] != value) {
            i++;
        }
        return i;
    }

    /// `x = exp(x * scale - shift)`; returns the sum.
    static float exponentials(float[] x, int at, int length, float scale, float shift) {
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        FloatVector term = FloatVector.broadcast(SPECIES, -shift);
        int i = 0;
        for (; i <= length - LANES; i += LANES) {
            FloatVector e = VectorExp.exp(fromArray(SPECIES, x, at + i).fma(factor, term));
            e.intoArray(x, at + i);
            sum = sum.add(e);
        }
        if (i < length) {
            VectorMask<Float> mask = mask(i, length);
            FloatVector e = VectorExp.exp(fromArray(SPECIES, x, at + i, mask).fma(factor, term));
            e.intoArray(x, at + i, mask);
            sum = sum.add(e, mask);
        }
        return LaneSum.of(sum);
    }

    static float sumOfExponentials(float[] x, int at, int length, float shift) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            sum = sum.add(VectorExp.exp(fromArray(SPECIES, x, at + i, mask).sub(shift)), mask);
        }
        return LaneSum.of(sum);
    }

    static void softmaxBackward(float[] p, int pAt, float[] dp, int dpAt, int length, SoftmaxGradient gradient) {
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            FloatVector centred = fromArray(SPECIES, dp, dpAt + i, mask).sub(gradient.mean());
            fromArray(SPECIES, p, pAt + i, mask)
                    .mul(centred)
                    .mul(gradient.scale())
                    .intoArray(dp, dpAt + i, mask);
        }
    }

    /// `y = factor * source` for a row, with the source outside of the heap from byte `from` on.
    static void setScaled(MemorySegment source, long from, float factor, Matrix y, int row) {
        float[] target = y.data();
        int at = y.at(row);
        int count = y.columns();
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, count);
            FloatVector.fromMemorySegment(SPECIES, source, from + 4L * i, ORDER, mask)
                    .mul(factor)
                    .intoArray(target, at + i, mask);
        }
    }

    /// `y += factor * source`, as [#setScaled].
    static void addScaled(MemorySegment source, long from, float factor, Matrix y, int row) {
        float[] target = y.data();
        int at = y.at(row);
        int count = y.columns();
        for (int i = 0; i < count; i += LANES) {
            VectorMask<Float> mask = SPECIES.indexInRange(i, count);
            FloatVector.fromMemorySegment(SPECIES, source, from + 4L * i, ORDER, mask)
                    .mul(factor)
                    .add(fromArray(SPECIES, target, at + i, mask))
                    .intoArray(target, at + i, mask);
        }
    }
}
