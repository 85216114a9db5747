package io.graft.worker.benchmark;

import java.util.Map;
import java.util.TreeMap;

/// The figures of one subject on one task, by lm-evaluation-harness' names: pure.
final class Scores {

    private final StringBuilder correct = new StringBuilder();
    private int right;
    private double loss;
    private double tokensRight;
    private long tokens;

    void add(boolean isRight) {
        correct.append(isRight ? '1' : '0');
        right += isRight ? 1 : 0;
    }

    /// @param meanLoss     per token of the answer
    /// @param accuracy     share of the answer's tokens that the model ranked first
    /// @param answerTokens of the answer
    void add(double meanLoss, double accuracy, long answerTokens) {
        add(accuracy == 1);
        loss += meanLoss * answerTokens;
        tokensRight += accuracy * answerTokens;
        tokens += answerTokens;
    }

    /// One character per row, `1` right and `0` wrong.
    String correct() {
        return correct.toString();
    }

    int samples() {
        return correct.length();
    }

    /// Share of rows that are right, and the standard error of that mean.
    Map<String, Double> accuracy() {
        double accuracy = (double) right / samples();
        double error = samples() < 2 ? 0 : Math.sqrt(accuracy * (1 - accuracy) / (samples() - 1));
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("acc,none", accuracy);
        metrics.put("acc_stderr,none", error);
        return metrics;
    }

    /// Loss and accuracy per token, and the share of rows whose every token is right.
    Map<String, Double> answers() {
        Map<String, Double> metrics = new TreeMap<>();
        metrics.put("loss,none", loss / tokens);
        metrics.put("token_accuracy,none", tokensRight / tokens);
        metrics.put("exact_match,none", (double) right / samples());
        return metrics;
    }
}
