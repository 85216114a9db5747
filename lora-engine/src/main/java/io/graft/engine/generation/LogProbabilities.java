package io.graft.engine.generation;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;
import java.util.Arrays;

/// Logarithms of probabilities out of logits, per row.
final class LogProbabilities {

    private final Kernels kernels;
    private final Matrix logits;
    private final float[] logSums; // [rows]
    private final int[] firstChoices; // [rows], -1 while not known

    /// @param logits `[rows][vocabulary]`, not changed
    LogProbabilities(Kernels kernels, Matrix logits) {
        this.kernels = kernels;
        this.logits = logits;
        this.logSums = new float[logits.rows()];
        this.firstChoices = new int[logits.rows()];
        Arrays.fill(firstChoices, -1);
        for (int row = 0; row < logSums.length; row++) {
            logSums[row] = kernels.logSumExp(logits, row);
        }
    }

    static LogProbabilities of(Kernels kernels, float[] logits) {
        return new LogProbabilities(kernels, Matrix.of(logits, 1, logits.length));
    }

    /// The natural logarithm of a token's probability.
    double of(int row, int token) {
        return (double) logits.get(row, token) - logSums[row];
    }

    /// Whether the token is the most likely one.
    boolean isFirstChoice(int row, int token) {
        if (firstChoices[row] < 0) {
            firstChoices[row] = kernels.argMax(logits, row);
        }
        return firstChoices[row] == token;
    }
}
