package io.graft.engine.generation;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Picks the next token.
final class Sampler {

    private final Kernels kernels;
    private final GenerationConfig config;
    private final SplittableRandom random;

    Sampler(Kernels kernels, GenerationConfig config) {
        this.kernels = kernels;
        this.config = config;
        this.random = new SplittableRandom(config.seed());
    }

    /// @param logits `[vocabulary]`
    int pick(float[] logits) {
        if (config.temperature() == 0) {
            return kernels.argMax(Matrix.of(logits, 1, logits.length), 0);
        }
        int[] candidates = candidates(logits);
        double[] weights = weights(logits, candidates);
        int count = nucleus(weights);
        double target = random.nextDouble() * Arrays.stream(weights, 0, count).sum();
        for (int i = 0; i < count; i++) {
            target -= weights[i];
            if (target < 0) {
                return candidates[i];
            }
        }
        return candidates[count - 1];
    }

    /// The tokens that may be drawn before top-p, most likely first where the order matters.
    private int[] candidates(float[] logits) {
        int[] all = new int[logits.length];
        Arrays.setAll(all, i -> i);
        if (config.topK() == 0 && config.topP() == 1) {
            return all;
        }
        long[] keys = new long[logits.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) -ordered(logits[i]) << 32 | i;
        }
        Arrays.sort(keys);
        int count = config.topK() == 0 ? keys.length : Math.min(config.topK(), keys.length);
        return Arrays.stream(keys, 0, count).mapToInt(key -> (int) key).toArray();
    }

    /// A whole number that orders like the float.
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits >= 0 ? bits : -(bits & Integer.MAX_VALUE);
    }

    private double[] weights(float[] logits, int[] candidates) {
        double max = Double.NEGATIVE_INFINITY;
        for (int candidate : candidates) {
            max = Math.max(max, logits[candidate]);
        }
        double[] weights = new double[candidates.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp((logits[candidates[i]] - max) / config.temperature());
        }
        return weights;
    }

    /// How many of the candidates have the probability `topP` together, at least one.
    private int nucleus(double[] weights) {
        if (config.topP() == 1) {
            return weights.length;
        }
        double target = Arrays.stream(weights).sum() * config.topP();
        int count = 0;
        while (count < weights.length && target > 0) {
            target -= weights[count++];
        }
        return Math.max(1, count);
    }
}
