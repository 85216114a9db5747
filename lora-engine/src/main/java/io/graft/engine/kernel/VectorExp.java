package io.graft.engine.kernel;

import static io.graft.engine.kernel.Vectors.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The exponential function on vectors, within 2 units in the last place of `Math.exp` for results that are normal
/// numbers; smaller results come out as the smallest normal number or less.
///
/// `exp(x) = 2^n * exp(r)` with `n = round(x / ln 2)` and `|r| <= ln 2 / 2`; the polynomial for `exp(r)` is its Taylor
/// series to the seventh power, whose remainder is below 1e-8 there.
final class VectorExp {

    private static final float LOG2_E = 1.442695f;
    /// `ln 2` in two parts; multiples of the first by small whole numbers are exact.
    private static final float LN2_HIGH = 355f / 512;

    private static final float LN2_LOW = -2.1219444e-4f;
    /// Adding it rounds to a whole number and leaves that number in the low bits.
    private static final float ROUND = 12582912f;

    private static final float LOWEST = -87.33f;
    private static final float HIGHEST = 88.37f;

    private VectorExp() {}

    static FloatVector exp(FloatVector power) {
        // minimum and maximum of Java's kind, with their rules for NaN and -0, take several instructions each
        FloatVector x = power.blend(vector(LOWEST), power.lt(LOWEST));
        x = x.blend(vector(HIGHEST), x.compare(VectorOperators.GT, HIGHEST));
        FloatVector shifted = x.fma(vector(LOG2_E), vector(ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(vector(-LN2_HIGH), x);
        r = n.fma(vector(-LN2_LOW), r);
        FloatVector p = vector(1f / 5040);
        p = p.fma(r, vector(1f / 720));
        p = p.fma(r, vector(1f / 120));
        p = p.fma(r, vector(1f / 24));
        p = p.fma(r, vector(1f / 6));
        p = p.fma(r, vector(0.5f));
        FloatVector tail = p.mul(r).fma(r, r);
        FloatVector scale = shifted.reinterpretAsInts()
                .add(127)
                .lanewise(VectorOperators.LSHL, 23)
                .reinterpretAsFloats();
        return tail.fma(scale, scale);
    }

    private static FloatVector vector(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
