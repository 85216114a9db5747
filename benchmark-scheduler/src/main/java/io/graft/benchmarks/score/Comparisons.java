package io.graft.benchmarks.score;

import io.graft.contracts.benchmark.BenchmarkApi.Comparison;
import io.graft.contracts.benchmark.BenchmarkApi.Result;
import java.util.ArrayList;
import java.util.List;

/// Two results on the same rows, side by side.
public final class Comparisons {

    private Comparisons() {}

    /// @throws IllegalArgumentException when the results are not of the same task and rows
    public static Comparison of(Result a, Result b) {
        if (!a.task().equals(b.task()) || a.correct().length() != b.correct().length()) {
            throw new IllegalArgumentException("not the same rows: " + a.task() + " with " + a.samples() + " and "
                    + b.task() + " with " + b.samples());
        }
        List<Integer> flipped = new ArrayList<>();
        int onlyA = 0;
        for (int row = 0; row < a.correct().length(); row++) {
            if (a.correct().charAt(row) != b.correct().charAt(row)) {
                flipped.add(row);
                onlyA += a.correct().charAt(row) == '1' ? 1 : 0;
            }
        }
        int onlyB = flipped.size() - onlyA;
        return new Comparison(
                a.model(),
                b.model(),
                a.task(),
                share(a.correct()),
                share(b.correct()),
                onlyA,
                onlyB,
                McNemar.exact(onlyA, onlyB),
                flipped);
    }

    private static double share(String correct) {
        return correct.isEmpty()
                ? 0
                : (double) correct.chars().filter(outcome -> outcome == '1').count() / correct.length();
    }
}
