package io.graft.engine.adapter;

import io.graft.engine.layer.LowRank;
import io.graft.engine.layer.Magnitude;
import io.graft.engine.tensor.Matrix;
import java.util.SplittableRandom;

/// Pairs as PEFT starts them: A random, B zero, magnitudes those of the base weights.
final class FreshPairs {

    private final AdaptableModel model;
    private final LoraConfig config;
    private final SplittableRandom random;

    FreshPairs(AdaptableModel model, LoraConfig config, long seed) {
        this.model = model;
        this.config = config;
        this.random = new SplittableRandom(seed);
    }

    LowRank pair(int layer, Projection projection, LoraPlan.Shape shape) {
        Matrix a = Matrix.zeros(shape.rank(), model.inputs(projection));
        switch (config.start()) {
            case KAIMING_UNIFORM -> fillUniform(a);
            case GAUSSIAN -> fillNormal(a);
        }
        Matrix bTransposed = Matrix.zeros(shape.rank(), model.outputs(projection));
        LowRank pair = new LowRank(model.kernels(), (float) shape.scale(), a, bTransposed);
        return switch (config.variant()) {
            case LORA -> pair;
            case DORA -> pair.with(Magnitude.ofBase(model.kernels(), model.linear(layer, projection)));
        };
    }

    /// Kaiming's bound `sqrt(6 / ((1 + a²) inputs))` with `a = sqrt(5)` is `1/sqrt(inputs)`.
    private void fillUniform(Matrix a) {
        float bound = (float) (1 / Math.sqrt(a.columns()));
        float[] values = a.data();
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextFloat() * 2 - 1) * bound;
        }
    }

    private void fillNormal(Matrix a) {
        float[] values = a.data();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() / a.rows());
        }
    }
}
