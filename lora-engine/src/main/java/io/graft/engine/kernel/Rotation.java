package io.graft.engine.kernel;

import io.graft.engine.tensor.Matrix;

/// A turn of heads by rotary position embedding, for rows of tokens.
public final class Rotation {

    private final Angles angles;
    private final int[] positions; // [tokens]
    private final int firstToken;
    private final float direction;

    private Rotation(Angles angles, int[] positions, int firstToken, float direction) {
        this.angles = angles;
        this.positions = positions;
        this.firstToken = firstToken;
        this.direction = direction;
    }

    /// Which pairs of a head's columns are turned, and how far: pair `i` are the columns `i` and `pairs + i`; columns
    /// beyond the pairs stay as they are.
    ///
    /// @param headSize columns of a head
    /// @param cosines  `[positions][pairs]`
    /// @param sines    `[positions][pairs]`
    public record Angles(int headSize, Matrix cosines, Matrix sines) {}

    /// Row `i` of a matrix that is turned belongs to the token `firstToken + i` of `positions`.
    public static Rotation forward(Angles angles, int[] positions, int firstToken) {
        return new Rotation(angles, positions, firstToken, 1f);
    }

    /// The same turn backwards, for gradients.
    public Rotation inverse() {
        return new Rotation(angles, positions, firstToken, -direction);
    }

    int headSize() {
        return angles.headSize;
    }

    int half() {
        return angles.cosines.columns();
    }

    float[] cosines() {
        return angles.cosines.data();
    }

    float[] sines() {
        return angles.sines.data();
    }

    int anglesOf(int row) {
        return angles.cosines.at(positions[firstToken + row]);
    }

    float direction() {
        return direction;
    }
}
