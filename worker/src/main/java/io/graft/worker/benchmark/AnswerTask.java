package io.graft.worker.benchmark;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.training.Evaluation;
import io.graft.engine.training.Evaluator;
import io.graft.engine.training.Example;
import io.graft.engine.transformer.CausalModel;
import java.util.List;
import java.util.Map;

/// Rows with free answers: how well the model predicts each given answer.
record AnswerTask(String name, CausalModel model, List<Example> examples) implements PreparedTask {

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public void score(int row, Adapter subject, Scores scores) {
        Evaluation evaluation = Evaluator.evaluate(model, subject, List.of(examples.get(row)));
        scores.add(evaluation.loss(), evaluation.meanTokenAccuracy(), evaluation.tokens());
    }

    @Override
    public Map<String, Double> metrics(Scores scores) {
        return scores.answers();
    }
}
