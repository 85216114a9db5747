package io.graft.engine.generation;

import io.graft.engine.tensor.Matrix;

/// Logarithms of probabilities out of logits.
final class LogProbabilities {

    private LogProbabilities() {}

    static int argMax(float[] logits) {
        return argMax(Matrix.of(logits, 1, logits.length), 0);
    }

    static int argMax(Matrix logits, int row) {
        int at = logits.at(row);
        int best = 0;
        for (int i = 1; i < logits.columns(); i++) {
            if (logits.data()[at + i] > logits.data()[at + best]) {
                best = i;
            }
        }
        return best;
    }

    static double of(float[] logits, int token) {
        return of(Matrix.of(logits, 1, logits.length), 0, token);
    }

    /// The natural logarithm of a token's probability.
    static double of(Matrix logits, int row, int token) {
        float max = logits.get(row, argMax(logits, row));
        int at = logits.at(row);
        double sum = 0;
        for (int i = 0; i < logits.columns(); i++) {
            sum += Math.exp(logits.data()[at + i] - max);
        }
        return logits.get(row, token) - max - Math.log(sum);
    }
}
