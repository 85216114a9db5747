package io.graft.engine.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Remembers what happens in a training; cancels after a given number of steps.
final class Recorder implements TrainingListener {

    final List<StepMetrics> steps = new ArrayList<>();
    final Map<Integer, Evaluation> evaluations = new TreeMap<>();
    final List<Path> checkpoints = new ArrayList<>();
    private final int cancelAfter;

    Recorder() {
        this(Integer.MAX_VALUE);
    }

    Recorder(int cancelAfter) {
        this.cancelAfter = cancelAfter;
    }

    @Override
    public void onStep(StepMetrics metrics) {
        steps.add(metrics);
    }

    @Override
    public void onEvaluation(int step, Evaluation evaluation) {
        evaluations.put(step, evaluation);
    }

    @Override
    public void onCheckpoint(Path folder) {
        checkpoints.add(folder);
    }

    @Override
    public boolean isCancelled() {
        return steps.size() >= cancelAfter;
    }

    List<Double> losses() {
        return steps.stream().map(StepMetrics::loss).toList();
    }
}
