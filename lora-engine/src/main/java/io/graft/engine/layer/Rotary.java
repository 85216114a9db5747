package io.graft.engine.layer;

import io.graft.engine.kernel.Rotation;
import io.graft.engine.tensor.Matrix;

/// Rotary position embedding (arXiv 2104.09864): angles per position, made for as many positions as were asked for.
public final class Rotary {

    private final int headSize;
    private final float[] inverseFrequencies; // [pairs]
    private final float amplitude;
    private volatile Rotation.Angles angles;

    /// @param headSize           columns of a head
    /// @param inverseFrequencies radians per position, one per turned pair of a head's columns
    /// @param amplitude          what turned pairs are multiplied by, 1 in most models
    public Rotary(int headSize, float[] inverseFrequencies, float amplitude) {
        this.headSize = headSize;
        this.inverseFrequencies = inverseFrequencies.clone();
        this.amplitude = amplitude;
        this.angles = angles(256);
    }

    /// The turn of tokens at `positions`, row 0 being token `firstToken`.
    public Rotation at(int[] positions, int firstToken) {
        return Rotation.forward(angles, positions, firstToken);
    }

    /// Makes sure that positions below `positions` have angles.
    public void reach(int positions) {
        if (positions > angles.cosines().rows()) {
            grow(positions);
        }
    }

    private synchronized void grow(int positions) {
        int known = angles.cosines().rows();
        if (positions > known) {
            angles = angles(Math.max(positions, 2 * known));
        }
    }

    private Rotation.Angles angles(int positions) {
        int half = inverseFrequencies.length;
        Matrix cosines = Matrix.zeros(positions, half);
        Matrix sines = Matrix.zeros(positions, half);
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < half; i++) {
                float angle = position * inverseFrequencies[i]; // rounded to a float, as in transformers
                cosines.set(position, i, (float) Math.cos(angle) * amplitude);
                sines.set(position, i, (float) Math.sin(angle) * amplitude);
            }
        }
        return new Rotation.Angles(headSize, cosines, sines);
    }
}
