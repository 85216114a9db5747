package io.graft.engine.training;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.transformer.BatchLoss;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.TrainingPass;
import java.util.List;

/// Measures the loss of a model on examples.
public final class Evaluator {

    /// Examples that go through the model together.
    private static final int BATCH = 16;

    private Evaluator() {}

    /// The loss with an adapter, or with [Adapter#NONE].
    public static Evaluation evaluate(CausalModel model, Adapter adapter, List<Example> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs at least one example, has none");
        }
        ExampleSet.check(model, examples);
        TrainingPass pass = new TrainingPass(model, adapter, ExampleSet.limits(examples, BATCH), 0);
        BatchLoss total = BatchLoss.NONE;
        for (int from = 0; from < examples.size(); from += BATCH) {
            List<Example> batch = examples.subList(from, Math.min(examples.size(), from + BATCH));
            total = total.plus(pass.forward(ExampleSet.batch(batch)));
        }
        return new Evaluation(total.mean(), total.accuracy(), total.tokens());
    }
}
