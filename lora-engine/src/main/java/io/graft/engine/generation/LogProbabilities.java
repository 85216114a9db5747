package io.graft.engine.generation;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /// The most likely tokens, most likely first; of equals the first ones.
    List<TokenProbability> mostLikely(int row, int count) {
        List<TokenProbability> best = new ArrayList<>();
        for (int id = 0; count > 0 && id < logits.columns(); id++) {
            double value = of(row, id);
            if (best.size() == count) {
                if (value <= best.getLast().logProbability()) {
                    continue;
                }
                best.removeLast();
            }
            int at = best.size();
            while (at > 0 && best.get(at - 1).logProbability() < value) {
                at--;
            }
            best.add(at, new TokenProbability(id, value));
        }
        return best;
    }
}
