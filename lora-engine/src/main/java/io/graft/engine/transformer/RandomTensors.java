package io.graft.engine.transformer;

import io.graft.engine.checkpoint.TensorSource;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Random tensors in the size of trained ones, to measure an architecture without its weights: matrices are uniform
/// with the deviation that Hugging Face initialises with, norms are 1, biases 0.
///
/// @param seed same seed and name, same numbers, in whatever order tensors are asked for
record RandomTensors(long seed) implements TensorSource {

    private static final float DEVIATION = 0.02f;

    @Override
    public float[] read(String tensor, long... shape) {
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] values = new float[Math.toIntExact(size)];
        if (shape.length > 1) {
            fill(values, new SplittableRandom(seed * 31 + tensor.hashCode()));
        } else if (tensor.endsWith(".weight")) {
            Arrays.fill(values, 1);
        }
        return values;
    }

    private static void fill(float[] values, SplittableRandom random) {
        float width = (float) (DEVIATION * Math.sqrt(12));
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextFloat() - 0.5f) * width;
        }
    }
}
