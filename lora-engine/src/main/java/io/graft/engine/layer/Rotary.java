package io.graft.engine.layer;

import io.graft.engine.kernel.Rotation;
import io.graft.engine.tensor.Matrix;

/// Rotary position embedding (arXiv 2104.09864): angles per position, made for as many positions as were asked for.
public final class Rotary {

    private final float[] inverseFrequencies; // [headSize / 2]
    private volatile Angles angles;

    private record Angles(Matrix cosines, Matrix sines) {}

    /// @param inverseFrequencies one per pair of a head's dimensions
    public Rotary(float[] inverseFrequencies) {
        this.inverseFrequencies = inverseFrequencies.clone();
        this.angles = angles(256);
    }

    /// The turn of tokens at `positions`, row 0 being token `firstToken`.
    public Rotation at(int[] positions, int firstToken) {
        Angles table = angles;
        return Rotation.forward(table.cosines, table.sines, positions, firstToken);
    }

    /// Makes sure that positions below `positions` have angles.
    public void reach(int positions) {
        if (positions > angles.cosines.rows()) {
            grow(positions);
        }
    }

    private synchronized void grow(int positions) {
        if (positions > angles.cosines.rows()) {
            angles = angles(Math.max(positions, 2 * angles.cosines.rows()));
        }
    }

    private Angles angles(int positions) {
        int half = inverseFrequencies.length;
        Matrix cosines = Matrix.zeros(positions, half);
        Matrix sines = Matrix.zeros(positions, half);
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < half; i++) {
                float angle = position * inverseFrequencies[i];
                cosines.set(position, i, (float) Math.cos(angle));
                sines.set(position, i, (float) Math.sin(angle));
            }
        }
        return new Angles(cosines, sines);
    }
}
