package io.graft.engine.kernel;

import io.graft.engine.tensor.Matrix;

/// Angles for rotary position embedding, for rows of tokens.
public final class Rotation {

    private final Matrix cosines; // [positions][headSize / 2]
    private final Matrix sines; // [positions][headSize / 2]
    private final int[] positions; // [tokens]
    private final int firstToken;
    private final float direction;

    private Rotation(Matrix[] angles, int[] positions, int firstToken, float direction) {
        this.cosines = angles[0];
        this.sines = angles[1];
        this.positions = positions;
        this.firstToken = firstToken;
        this.direction = direction;
    }

    /// Row `i` of a matrix that is turned belongs to the token `firstToken + i` of `positions`.
    public static Rotation forward(Matrix cosines, Matrix sines, int[] positions, int firstToken) {
        return new Rotation(new Matrix[] {cosines, sines}, positions, firstToken, 1f);
    }

    /// The same turn backwards, for gradients.
    public Rotation inverse() {
        return new Rotation(new Matrix[] {cosines, sines}, positions, firstToken, -direction);
    }

    int half() {
        return cosines.columns();
    }

    float[] cosines() {
        return cosines.data();
    }

    float[] sines() {
        return sines.data();
    }

    int anglesOf(int row) {
        return cosines.at(positions[firstToken + row]);
    }

    float direction() {
        return direction;
    }
}
