package io.graft.engine.training;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.transformer.BatchLoss;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.TokenBatch;
import io.graft.engine.transformer.TrainingPass;
import java.util.List;

/// Measures the loss of a model on examples.
public final class Evaluator {

    private Evaluator() {}

    /// The loss with an adapter, or with [Adapter#NONE].
    public static Evaluation evaluate(CausalModel model, Adapter adapter, List<Example> examples) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs at least one example, has none");
        }
        ExampleSet.check(model, examples);
        TrainingPass.Plan plan = new TrainingPass.Plan(Passes.limits(examples), 0, TrainingPass.Keep.NOTHING);
        return evaluate(new TrainingPass(model, adapter, plan), examples);
    }

    /// The loss on examples that were checked, and that the pass was planned for.
    static Evaluation evaluate(TrainingPass pass, List<Example> examples) {
        BatchLoss total = BatchLoss.NONE;
        for (TokenBatch batch : Passes.of(examples)) {
            total = total.plus(pass.forward(batch));
        }
        return new Evaluation(total.mean(), total.accuracy(), total.tokens());
    }
}
