package io.graft.engine.training;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.transformer.BatchLoss;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Fine-tunes a LoRA adapter. Everything follows from the configuration and its seed: the same run gives the same
/// bits,
/// whatever the number of threads, and whether or not it was interrupted and resumed.
public final class Trainer {

    private final TrainingStep steps;
    private final LoraAdapter start;
    private final TrainableAdapter trainable;
    private final ExampleSet examples;
    private final CausalModel model;
    private int step;
    private long tokens;

    Trainer(CausalModel model, LoraAdapter start, ExampleSet examples) {
        this.model = model;
        this.start = start;
        this.examples = examples;
        this.trainable = new TrainableAdapter(model.compute(), start);
        this.steps = new TrainingStep(model, start.config(), trainable, this.examples);
    }

    /// A training that starts with a fresh adapter.
    public static Trainer start(CausalModel model, LoraConfig lora, TrainingConfig config, List<Example> examples)
            throws IOException {
        return from(model, LoraAdapter.create(model, lora, config.seed()), config, examples);
    }

    /// A training that goes on with an adapter, with a fresh optimizer.
    public static Trainer from(CausalModel model, LoraAdapter adapter, TrainingConfig config, List<Example> examples) {
        return new Trainer(model, adapter, new ExampleSet(model, examples, config));
    }

    /// A training that goes on from a checkpoint as if it had never stopped.
    ///
    /// @param checkpoint a folder that [Checkpoints] had written, see [Checkpoints#latest]
    /// @throws IllegalArgumentException if configuration or examples are others than those it was written with
    public static Trainer resume(CausalModel model, TrainingConfig config, List<Example> examples, Path checkpoint)
            throws IOException {
        TrainingState state = TrainingState.read(checkpoint);
        Trainer trainer = from(model, LoraAdapter.load(model, checkpoint), config, examples);
        if (!state.fingerprint().equals(trainer.examples.fingerprint())) {
            throw new IllegalArgumentException(
                    checkpoint + " was written by a training with another configuration or other examples");
        }
        TrainingState.restore(checkpoint, trainer.trainable);
        trainer.step = state.step();
        trainer.tokens = state.tokens();
        return trainer;
    }

    /// Trains to the end, without checkpoints.
    public TrainingResult run(TrainingListener listener) throws IOException {
        return run(listener, Optional.empty());
    }

    /// Trains to the end, or until the listener cancels.
    ///
    /// @param checkpoints where the whole state goes, also when the training is cancelled
    /// @throws TrainingDivergedException if the loss or a gradient is no longer finite
    /// @throws IOException if a checkpoint cannot be written; those before it are intact
    public TrainingResult run(TrainingListener listener, Optional<Checkpoints> checkpoints) throws IOException {
        while (step < totalSteps()) {
            if (listener.isCancelled()) {
                save(checkpoints, listener);
                return new TrainingResult(TrainingResult.Ending.CANCELLED, step, tokens);
            }
            listener.onStep(makeStep());
            if (checkpoints.isPresent() && step % checkpoints.get().everySteps() == 0) {
                save(checkpoints, listener);
            }
        }
        return new TrainingResult(TrainingResult.Ending.COMPLETED, step, tokens);
    }

    StepMetrics makeStep() {
        StepMetrics metrics = steps.run(step, tokens);
        step++;
        tokens = metrics.tokens();
        return metrics;
    }

    private void save(Optional<Checkpoints> checkpoints, TrainingListener listener) throws IOException {
        if (checkpoints.isEmpty() || step == 0) {
            return;
        }
        Path folder = checkpoints.get().of(step);
        new TrainingState(step, tokens, examples.fingerprint()).write(folder, adapter(), trainable);
        checkpoints.get().prune();
        listener.onCheckpoint(folder);
    }

    /// Steps of the whole training.
    public int totalSteps() {
        return examples.plan().totalSteps();
    }

    /// Steps made so far.
    public int step() {
        return step;
    }

    /// The adapter as it is now; later steps do not change it.
    public LoraAdapter adapter() {
        return start.with(trainable);
    }

    /// How well the adapter as it is now predicts other examples.
    public Evaluation evaluate(List<Example> heldOut) {
        return Evaluator.evaluate(model, trainable, heldOut);
    }

    /// The loss of each batch of the last step; for comparison with other libraries.
    List<BatchLoss> lastBatches() {
        return steps.lastBatches();
    }

    /// The gradients of the last step after clipping, in the shape of the adapter; for comparison with other libraries.
    LoraAdapter lastGradients() {
        TrainableAdapter gradients = new TrainableAdapter(model.compute(), start);
        gradients.takeGradients(trainable, steps.lastClipping());
        return start.with(gradients);
    }
}
