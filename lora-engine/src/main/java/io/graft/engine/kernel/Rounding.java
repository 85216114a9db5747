package io.graft.engine.kernel;

import io.graft.engine.tensor.Matrix;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// How numbers are rounded to 8 bits: symmetrically to whole multiples, from -127 to 127, of a scale. Weights have
/// one scale per output, inputs and gradients one per row and block of columns, so that one large value costs only
/// its own block precision. Gradients are two such numbers, the second for what the first leaves: most of their
/// elements are far smaller than their largest, and a training in which those vanish ends with a higher loss.
public final class Rounding {

    static final int LARGEST = 127;

    /// How many steps of the second number make one of the first.
    public static final int FINER = 2 * LARGEST;

    /// Columns that share a scale at most. Also keeps sums of products within 32 bits.
    private static final int BLOCK = 1024;

    /// Columns that the registers of every processor are filled with.
    static final int STEP = 64;

    private Rounding() {}

    /// Neighbouring columns.
    public record Block(int from, int count) {}

    /// Cuts columns into blocks of nearly the same size.
    public static List<Block> blocks(int columns) {
        int size = size(columns);
        List<Block> blocks = new ArrayList<>();
        for (int from = 0; from < columns; from += size) {
            blocks.add(new Block(from, Math.min(size, columns - from)));
        }
        return List.copyOf(blocks);
    }

    /// The size of all blocks but the last, which may be smaller: twice a multiple of [#STEP].
    public static int size(int columns) {
        int evenly = Math.ceilDiv(columns, Math.ceilDiv(columns, BLOCK));
        return Math.ceilDiv(evenly, 2 * STEP) * 2 * STEP;
    }

    /// The scale at which the largest of some values becomes [#LARGEST]; 0 where all are 0.
    public static float scale(float[] values, int at, int count) {
        float largest = 0;
        for (int i = at; i < at + count; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        return largest / LARGEST;
    }

    /// The inverse of a scale; 0 for a scale of 0.
    public static float inverse(float scale) {
        return scale == 0 ? 0 : 1 / scale;
    }

    /// The whole number that stands for a value, to the nearest even.
    public static int round(float value, float inverseScale) {
        return (int) Math.rint((double) (value * inverseScale));
    }

    /// The whole number of finer steps that stands for what [#round] leaves.
    public static int roundRest(float value, float inverseScale) {
        float scaled = value * inverseScale;
        return (int) Math.rint((double) ((scaled - (float) Math.rint((double) scaled)) * FINER));
    }

    /// [Kernels#round] in plain loops.
    static float row(Matrix x, int row, float[] factors, ByteRow to) {
        float[] values = new float[x.columns()];
        System.arraycopy(x.data(), x.at(row), values, 0, values.length);
        for (int i = 0; i < factors.length; i++) {
            values[i] *= factors[i];
        }
        float scale = scale(values, 0, values.length);
        float inverse = inverse(scale);
        for (int i = 0; i < values.length; i++) {
            to.memory().set(ValueLayout.JAVA_BYTE, to.at() + i, (byte) round(values[i], inverse));
            if (to.wantsRest()) {
                to.memory().set(ValueLayout.JAVA_BYTE, to.restAt() + i, (byte) roundRest(values[i], inverse));
            }
        }
        return scale;
    }
}
