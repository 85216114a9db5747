package io.graft.engine.kernel;

/// The learned scale of a root-mean-square norm.
public final class NormWeight {

    private final float[] scale; // [columns]
    private final float epsilon;

    public NormWeight(float[] scale, float epsilon) {
        this.scale = scale;
        this.epsilon = epsilon;
    }

    float[] scale() {
        return scale;
    }

    float epsilon() {
        return epsilon;
    }
}
