package io.graft.engine.kernel;

/// Which elements a dropout drops: a hash of a key and the element's place, so that the backward pass sees the same
/// mask without storing it and the mask does not depend on how rows are split among threads.
public final class DropoutMask {

    private final int key;
    private final int firstRow;
    private final int threshold;
    private final float scale;

    /// @param key      differs for every use: seed, step, layer and projection mixed
    /// @param firstRow the token that row 0 of the matrices belongs to
    /// @param rate     probability with which an element is dropped, in [0, 1)
    public DropoutMask(int key, int firstRow, float rate) {
        this.key = key;
        this.firstRow = firstRow;
        this.threshold = (int) Math.round(rate * 0x1p32 - 0x1p31);
        this.scale = 1f / (1f - rate);
    }

    /// A well-mixed key from several numbers.
    public static int key(long... parts) {
        long mixed = 0x9E3779B97F4A7C15L;
        for (long part : parts) {
            mixed = (mixed ^ part) * 0xBF58476D1CE4E5B9L;
            mixed ^= mixed >>> 29;
        }
        return (int) (mixed ^ mixed >>> 32);
    }

    int rowKey(int row) {
        return mix(key ^ (firstRow + row) * 0x9E3779B9);
    }

    float factor(int rowKey, int column) {
        return mix(rowKey + column * 0x85EBCA6B) + Integer.MIN_VALUE < threshold ? 0f : scale;
    }

    private static int mix(int value) {
        int x = value;
        x = (x ^ x >>> 16) * 0x21F0AAAD;
        x = (x ^ x >>> 15) * 0x735A2D97;
        return x ^ x >>> 15;
    }
}
