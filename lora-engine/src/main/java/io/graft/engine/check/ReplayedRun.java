package io.graft.engine.check;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.training.BatchReplay;
import io.graft.engine.training.Example;
import io.graft.engine.training.StepMetrics;
import io.graft.engine.training.TrainingConfig;
import io.graft.engine.transformer.BatchLoss;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A recorded training made again by the engine.
final class ReplayedRun {

    /// Folders in which adapters are left, in PEFT's format.
    static final String GRADIENTS_STEP_1 = "grads_step1";
    static final String AFTER_STEP_2 = "after_step2";
    static final String FINAL = "final";

    private final Path work;
    private final List<Double> losses = new ArrayList<>(); // per batch, before the update
    private final List<StepMetrics> steps = new ArrayList<>();
    private final BatchReplay replay;

    private ReplayedRun(BatchReplay replay, Path work) {
        this.replay = replay;
        this.work = work;
    }

    /// @param work    receives adapters on the way
    static ReplayedRun of(CausalModel model, LoraAdapter start, Recording recording, Path work) throws IOException {
        ReplayedRun run = new ReplayedRun(new BatchReplay(model, start, recording.config, recording.batches), work);
        run.replay.run(run::onStep);
        run.replay.adapter().save(work.resolve(FINAL));
        return run;
    }

    /// What a training follows from, besides model and adapter.
    ///
    /// @param batches the micro-batches of all steps
    record Recording(TrainingConfig config, List<List<Example>> batches) {}

    private void onStep(StepMetrics metrics, List<BatchLoss> ofBatches) throws IOException {
        steps.add(metrics);
        ofBatches.forEach(loss -> losses.add(loss.mean()));
        if (metrics.step() == 1) {
            replay.gradients().save(work.resolve(GRADIENTS_STEP_1));
        }
        if (metrics.step() == 2) {
            replay.adapter().save(work.resolve(AFTER_STEP_2));
        }
    }

    LoraAdapter adapter() {
        return replay.adapter();
    }

    double[] losses() {
        return losses.stream().mapToDouble(Double::doubleValue).toArray();
    }

    double[] learningRates() {
        return steps.stream().mapToDouble(StepMetrics::learningRate).toArray();
    }

    double[] gradientNorms() {
        return steps.stream().mapToDouble(StepMetrics::gradNorm).toArray();
    }

    /// The tensors that were left in a folder.
    Path tensors(String folder) {
        return work.resolve(folder).resolve("adapter_model.safetensors");
    }
}
