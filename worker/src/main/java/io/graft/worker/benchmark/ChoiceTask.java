package io.graft.worker.benchmark;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.generation.ChoiceScore;
import io.graft.engine.generation.Scorer;
import java.util.List;
import java.util.Map;

/// Labelled rows as multiple choice: every label is scored as the answer, and the likeliest one is the
/// model's.
///
/// @param prompts tokens of each row's question
/// @param answers tokens of each label as an answer, in the order of the labels
/// @param labels  which of them is right, by row
record ChoiceTask(String name, Scorer scorer, List<int[]> prompts, List<int[]> answers, List<Integer> labels)
        implements PreparedTask {

    @Override
    public int size() {
        return prompts.size();
    }

    @Override
    public void score(int row, Adapter subject, Scores scores) {
        List<ChoiceScore> choices = scorer.score(prompts.get(row), answers, subject);
        scores.add(likeliest(choices) == labels.get(row));
    }

    /// The first of equals.
    static int likeliest(List<ChoiceScore> choices) {
        int best = 0;
        for (int i = 1; i < choices.size(); i++) {
            if (choices.get(i).logLikelihood() > choices.get(best).logLikelihood()) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public Map<String, Double> metrics(Scores scores) {
        return scores.accuracy();
    }
}
