package io.graft.engine.training;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.transformer.BatchLoss;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Trains on batches that another library recorded, in its order, so that losses, gradients and adapters can be
/// compared step by step.
public final class BatchReplay {

    private final Trainer trainer;
    private final int steps;

    /// Watches the steps.
    @FunctionalInterface
    public interface Listener {

        /// @param losses of each batch of the step, before the update
        void onStep(StepMetrics metrics, List<BatchLoss> losses) throws IOException;
    }

    /// @param config  where it names a number of steps, the schedule is planned for these; the replay ends with the
    ///                last batch all the same
    /// @param batches in order; each step takes as many as the configuration accumulates
    public BatchReplay(CausalModel model, LoraAdapter start, TrainingConfig config, List<List<Example>> batches) {
        RecordedPlan plan = RecordedPlan.of(batches, config);
        List<Example> examples = batches.stream().flatMap(List::stream).toList();
        this.trainer = new Trainer(model, start, new ExampleSet(model, examples, config, plan));
        this.steps = plan.stepsPerEpoch();
    }

    /// Trains to the last batch.
    public void run(Listener listener) throws IOException {
        while (trainer.step() < steps) {
            listener.onStep(trainer.makeStep(), trainer.lastBatches());
        }
    }

    /// The adapter as it is now; later steps do not change it.
    public LoraAdapter adapter() {
        return trainer.adapter();
    }

    /// The gradients of the last step as the optimizer received them, that is after clipping, in the shape of an
    /// adapter.
    public LoraAdapter gradients() {
        return trainer.lastGradients();
    }

    /// @param batches indexes of the examples of each batch
    private record RecordedPlan(List<int[]> batches, TrainingConfig config) implements BatchPlan {

        static RecordedPlan of(List<List<Example>> batches, TrainingConfig config) {
            List<int[]> indexes = new ArrayList<>();
            int next = 0;
            for (List<Example> batch : batches) {
                indexes.add(IntStream.range(next, next + batch.size()).toArray());
                next += batch.size();
            }
            return new RecordedPlan(indexes, config);
        }

        @Override
        public int stepsPerEpoch() {
            return Math.ceilDiv(batches.size(), config.batching().accumulation());
        }

        @Override
        public int totalSteps() {
            return config.maxSteps().orElse(stepsPerEpoch());
        }

        @Override
        public List<int[]> batches(int step) {
            int from = step * config.batching().accumulation();
            return batches.subList(
                    from, Math.min(batches.size(), from + config.batching().accumulation()));
        }
    }
}
