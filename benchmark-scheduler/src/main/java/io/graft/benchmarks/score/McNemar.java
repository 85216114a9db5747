package io.graft.benchmarks.score;

/// The exact McNemar test for two models that answered the same rows: only the rows that one of both had right count,
/// and under chance each of them falls either way with probability one half.
public final class McNemar {

    private McNemar() {}

    /// The two-sided exact p-value, `min(1, 2 · P[X ≤ min(onlyA, onlyB)])` for a binomial X over n = onlyA + onlyB.
    ///
    /// @param onlyA rows that only the first model had right
    /// @param onlyB rows that only the second model had right
    public static double exact(int onlyA, int onlyB) {
        if (onlyA < 0 || onlyB < 0) {
            throw new IllegalArgumentException("counts must not be negative, are " + onlyA + " and " + onlyB);
        }
        int n = onlyA + onlyB;
        double logTerm = -n * Math.log(2);
        double tail = 0;
        for (int k = 0; k <= Math.min(onlyA, onlyB); k++) {
            tail += Math.exp(logTerm);
            logTerm += Math.log(n - k) - Math.log(k + 1);
        }
        return Math.min(1, 2 * tail);
    }
}
