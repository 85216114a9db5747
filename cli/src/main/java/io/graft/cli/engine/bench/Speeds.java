package io.graft.cli.engine.bench;

import java.util.List;

/// Tokens per second, one figure per step.
record Speeds(List<Double> tokensPerSecond) {

    Speeds {
        tokensPerSecond = List.copyOf(tokensPerSecond);
    }

    double median() {
        List<Double> sorted = tokensPerSecond.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
