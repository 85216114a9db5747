package io.graft.engine.generation;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.InferencePass;
import io.graft.engine.transformer.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Sums up how likely choices are.
final class ChoiceScoring {

    /// Tokens that go through the model together, unless one choice alone has more.
    private static final int ROWS = 256;

    private final CausalModel model;
    private final InferencePass pass;
    private final Adapter adapter;
    private final List<int[]> choices;
    private final double[] sums;
    private final boolean[] greedy;

    ChoiceScoring(CausalModel model, Adapter adapter, List<int[]> choices) {
        this.model = model;
        this.pass = new InferencePass(model);
        this.adapter = adapter;
        this.choices = choices;
        this.sums = new double[choices.size()];
        this.greedy = new boolean[choices.size()];
        Arrays.fill(greedy, true);
    }

    List<ChoiceScore> scores() {
        List<ChoiceScore> scores = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            scores.add(new ChoiceScore(sums[i], choices.get(i).length, greedy[i]));
        }
        return scores;
    }

    /// Scores some of the choices after a context: reads it once, then the choices as its branches.
    void after(int[] context, IntPredicate selected) {
        int[] indexes = IntStream.range(0, choices.size()).filter(selected).toArray();
        Sequence trunk = model.sequence(adapter);
        LogProbabilities first = first(context, trunk);
        for (int index : indexes) {
            add(index, first, 0, choices.get(index)[0]);
        }
        List<Integer> batch = new ArrayList<>();
        int rows = 0;
        for (int index : indexes) {
            int more = choices.get(index).length - 1;
            if (rows + more > ROWS) {
                branches(trunk, batch);
                batch.clear();
                rows = 0;
            }
            if (more > 0) {
                batch.add(index);
                rows += more;
            }
        }
        branches(trunk, batch);
    }

    private LogProbabilities first(int[] context, Sequence trunk) {
        int rows = 0;
        for (int from = 0; from < context.length; from += ROWS) {
            rows = Math.min(ROWS, context.length - from);
            pass.append(List.of(new InferencePass.Part(trunk, context, from, rows)));
        }
        return new LogProbabilities(model.kernels(), pass.logits(rows - 1, 1));
    }

    private void branches(Sequence trunk, List<Integer> batch) {
        if (batch.isEmpty()) {
            return;
        }
        List<int[]> read = batch.stream()
                .map(choices::get)
                .map(choice -> Arrays.copyOf(choice, choice.length - 1))
                .toList();
        pass.branch(trunk, read);
        Rows rows = new Rows(read.stream().mapToInt(ids -> ids.length).sum());
        for (int choice : batch) {
            int[] ids = choices.get(choice);
            for (int i = 1; i < ids.length; i++) {
                add(choice, rows.next(), rows.row(), ids[i]);
            }
        }
    }

    private void add(int choice, LogProbabilities after, int row, int token) {
        sums[choice] += after.of(row, token);
        greedy[choice] &= after.isFirstChoice(row, token);
    }

    /// Walks over the rows of a pass, some logits at a time.
    private final class Rows {

        private final int count;
        private int next;
        private LogProbabilities current = new LogProbabilities(model.kernels(), Matrix.zeros(0, 0));

        Rows(int count) {
            this.count = count;
        }

        /// The probabilities that hold the next row, which is [#row] in them.
        LogProbabilities next() {
            if (next % InferencePass.LOGITS == 0) {
                int rows = Math.min(InferencePass.LOGITS, count - next);
                current = new LogProbabilities(model.kernels(), pass.logits(next, rows));
            }
            next++;
            return current;
        }

        int row() {
            return (next - 1) % InferencePass.LOGITS;
        }
    }
}
