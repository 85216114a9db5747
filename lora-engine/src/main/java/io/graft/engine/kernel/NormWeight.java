package io.graft.engine.kernel;

/// The learned scale of a root-mean-square norm.
public final class NormWeight {

    private final float[] scale; // [size]
    private final float epsilon;

    public NormWeight(float[] scale, float epsilon) {
        this.scale = scale;
        this.epsilon = epsilon;
    }

    /// The norm whose output is `factor` times that of this one.
    public NormWeight times(float factor) {
        float[] product = scale.clone();
        for (int i = 0; i < product.length; i++) {
            product[i] *= factor;
        }
        return new NormWeight(product, epsilon);
    }

    /// Columns that are normed together.
    public int size() {
        return scale.length;
    }

    float[] scale() {
        return scale;
    }

    float epsilon() {
        return epsilon;
    }
}
