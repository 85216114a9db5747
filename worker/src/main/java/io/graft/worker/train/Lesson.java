package io.graft.worker.train;

import io.graft.contracts.training.RunConfig;
import io.graft.engine.training.Example;
import io.graft.worker.data.Draw;
import io.graft.worker.data.Pair;
import io.graft.worker.data.Prompts;
import io.graft.worker.data.TrainingRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is learned, and what is held out to measure it.
///
/// @param truncated examples that were cut to `max_length`
record Lesson(List<Example> train, List<Example> heldOut, int truncated) {

    static Lesson of(List<TrainingRow> rows, Prompts prompts, RunConfig config) {
        int maxLength = Settings.given(config.maxLength());
        boolean answersAlone = Settings.given(config.completionOnlyLoss());
        Set<Integer> held = heldOut(rows.size(), config);
        List<Example> train = new ArrayList<>();
        List<Example> heldOut = new ArrayList<>();
        int truncated = 0;
        for (int i = 0; i < rows.size(); i++) {
            Pair whole = prompts.of(rows.get(i));
            Pair pair = whole.cut(maxLength);
            truncated += pair.length() < whole.length() ? 1 : 0;
            (held.contains(i) ? heldOut : train).add(answersAlone ? pair.completion() : pair.whole());
        }
        return new Lesson(train, heldOut, truncated);
    }

    /// At least one row is left to learn from.
    private static Set<Integer> heldOut(int rows, RunConfig config) {
        long wanted = Math.round(rows * Settings.given(config.evalSplit()));
        int count = Math.toIntExact(Math.min(wanted, rows - 1));
        return new HashSet<>(Draw.indexes(rows, count, Settings.given(config.seed())));
    }
}
