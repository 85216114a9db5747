package io.graft.engine.kernel;

import static io.graft.engine.kernel.Tile.LANES;
import static io.graft.engine.kernel.Tile.SPECIES;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// Elementwise work on one row with the Vector API. The last, partly filled vector of a row goes through a mask.
final class VectorRows {

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

    static void gate(float[] gate, int gateAt, float[] up, int upAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            FloatVector g = fromArray(SPECIES, gate, gateAt + i, mask);
            g.mul(sigmoid(g)).mul(fromArray(SPECIES, up, upAt + i, mask)).intoArray(out, outAt + i, mask);
        }
    }

    static void gateBackward(float[] gate, int gateAt, float[] up, int upAt, float[] out, int outAt, int length) {
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            FloatVector g = fromArray(SPECIES, gate, gateAt + i, mask);
            FloatVector u = fromArray(SPECIES, up, upAt + i, mask);
            FloatVector gradient = fromArray(SPECIES, out, outAt + i, mask);
            FloatVector sigmoid = sigmoid(g);
            FloatVector silu = g.mul(sigmoid);
            FloatVector slope = silu.neg().add(g).add(1f).mul(sigmoid);
            gradient.mul(u).mul(slope).intoArray(gate, gateAt + i, mask);
            gradient.mul(silu).intoArray(up, upAt + i, mask);
            silu.mul(u).intoArray(out, outAt + i, mask);
        }
    }

    private static FloatVector sigmoid(FloatVector x) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        return one.div(VectorExp.exp(x.neg()).add(one));
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

    static float max(float[] x, int at, int length) {
        FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            FloatVector value = fromArray(SPECIES, x, at + i, mask);
            max = max.lanewise(VectorOperators.MAX, value, mask);
        }
        return max.reduceLanes(VectorOperators.MAX);
    }

    /// `x = exp(x * scale - shift)`; returns the sum.
    static float exponentials(float[] x, int at, int length, float scale, float shift) {
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector factor = FloatVector.broadcast(SPECIES, scale);
        FloatVector term = FloatVector.broadcast(SPECIES, -shift);
        for (int i = 0; i < length; i += LANES) {
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

    static void softmaxBackward(float[] p, int pAt, float[] dp, int dpAt, int length, Shift meanAndScale) {
        for (int i = 0; i < length; i += LANES) {
            VectorMask<Float> mask = mask(i, length);
            FloatVector centred = fromArray(SPECIES, dp, dpAt + i, mask).sub(meanAndScale.shift());
            fromArray(SPECIES, p, pAt + i, mask)
                    .mul(centred)
                    .mul(meanAndScale.scale())
                    .intoArray(dp, dpAt + i, mask);
        }
    }
}
