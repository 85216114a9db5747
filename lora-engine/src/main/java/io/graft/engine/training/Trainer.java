package io.graft.engine.training;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.BatchLoss;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.TrainingPass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fine-tunes a LoRA adapter. Everything follows from the configuration and its seed: the same run gives the same bits,
/// whether or not it was interrupted and resumed, and with the products of our own kernels on any number of threads.
public final class Trainer {

    private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);

    private final TrainingStep work;
    private final TrainingPass pass;
    private final Validation validation;
    private final LoraAdapter start;
    private final TrainableAdapter trainable;
    private final ExampleSet examples;
    private final CausalModel model;
    private final MemoryEstimate memory;
    private int step;
    private long tokens;

    Trainer(CausalModel model, LoraAdapter start, ExampleSet examples) {
        this(model, start, examples, List.of());
    }

    private Trainer(CausalModel model, LoraAdapter start, ExampleSet examples, List<Example> heldOut) {
        ExampleSet.check(model, heldOut);
        this.model = model;
        this.start = start;
        this.examples = examples;
        TrainingData data = new TrainingData(examples.examples(), heldOut);
        TrainingPass.Plan plan = Passes.plan(data, start.config(), examples.config());
        this.memory = requireMemory(new MemoryPlanner(model, start, plan, data));
        this.trainable = new TrainableAdapter(model.compute(), start);
        this.validation = new Validation(examples.config().evaluation(), heldOut, trainable);
        this.pass = new TrainingPass(model, trainable, plan);
        pass.prepareBackward();
        this.work = new TrainingStep(pass, start.config(), trainable, examples);
    }

    private static MemoryEstimate requireMemory(MemoryPlanner planner) {
        MemoryCheck check = planner.check(List.of());
        check.require(MemoryOffer.ofThisProcess());
        LOG.atInfo().addKeyValue("needs", check.wanted()).log("the training fits into memory");
        return check.wanted();
    }

    /// A training that starts with a fresh adapter, and holds nothing out.
    public static Trainer start(CausalModel model, LoraConfig lora, TrainingConfig config, List<Example> examples)
            throws IOException {
        return start(model, lora, config, TrainingData.of(examples));
    }

    /// A training that starts with a fresh adapter.
    ///
    /// @throws NotEnoughMemoryException if it would not fit, with what it needs and what would help
    public static Trainer start(CausalModel model, LoraConfig lora, TrainingConfig config, TrainingData data)
            throws IOException {
        return from(model, LoraAdapter.create(model, lora, config.seed()), config, data);
    }

    /// A training that goes on with an adapter, with a fresh optimizer, and holds nothing out.
    public static Trainer from(CausalModel model, LoraAdapter adapter, TrainingConfig config, List<Example> examples) {
        return from(model, adapter, config, TrainingData.of(examples));
    }

    /// A training that goes on with an adapter, with a fresh optimizer.
    public static Trainer from(CausalModel model, LoraAdapter adapter, TrainingConfig config, TrainingData data) {
        return new Trainer(model, adapter, new ExampleSet(model, data.train(), config), data.heldOut());
    }

    /// A training that goes on from a checkpoint as if it had never stopped. It may be told to last longer
    /// or shorter than before; all else that decides on its numbers must be the same.
    ///
    /// @param checkpoint a folder that [Checkpoints] had written, see [Checkpoints#latest]
    /// @throws MalformedFileException naming the file that is damaged or missing
    /// @throws IllegalArgumentException naming the settings that are others than those it was written with
    public static Trainer resume(CausalModel model, TrainingConfig config, TrainingData data, Path checkpoint)
            throws IOException {
        CheckpointFolder folder = new CheckpointFolder(checkpoint);
        TrainingState state = folder.read();
        List<String> differences =
                TrainingIdentity.of(model.precision(), config, data).differences(state.identity());
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(checkpoint
                    + " was written by a training with other settings or examples: " + String.join("; ", differences));
        }
        Trainer trainer = from(model, LoraAdapter.load(model, checkpoint), config, data);
        trainer.restore(state, folder);
        return trainer;
    }

    /// [#resume] from the latest checkpoint of a folder that is not damaged; a damaged one is passed over
    /// with a warning in the log.
    ///
    /// @return empty if the folder has no checkpoint
    /// @throws MalformedFileException if all are damaged
    public static Optional<Trainer> resumeLatest(
            CausalModel model, TrainingConfig config, TrainingData data, Path checkpoints) throws IOException {
        Optional<MalformedFileException> damage = Optional.empty();
        for (Path checkpoint : Checkpoints.all(checkpoints).reversed()) {
            try {
                return Optional.of(resume(model, config, data, checkpoint));
            } catch (MalformedFileException e) {
                LOG.atWarn()
                        .addKeyValue("checkpoint", checkpoint)
                        .addKeyValue("reason", e.getMessage())
                        .log("a checkpoint is damaged; going back to the one before it");
                damage = Optional.of(e);
            }
        }
        if (damage.isPresent()) {
            throw damage.get();
        }
        return Optional.empty();
    }

    /// The same, where a configuration tells the adapter's shape too, which must be that of the
    /// checkpoint's.
    ///
    /// @throws IllegalArgumentException if it is not
    public static Optional<Trainer> resumeLatest(
            CausalModel model, LoraConfig lora, TrainingConfig config, TrainingData data, Path checkpoints)
            throws IOException {
        Optional<Trainer> resumed = resumeLatest(model, config, data, checkpoints);
        if (resumed.isPresent() && !resumed.get().start.hasShapeOf(model, lora)) {
            throw new IllegalArgumentException(checkpoints + " was written by a training of another adapter: it was "
                    + resumed.get().start.config() + ", is " + lora);
        }
        return resumed;
    }

    private void restore(TrainingState state, CheckpointFolder folder) throws IOException {
        folder.restore(trainable.kept());
        trainable.refresh();
        if (validation.resume(state.progress(), folder)) {
            LOG.atInfo().addKeyValue("checkpoint", folder.path()).log("the best adapter so far was restored");
        }
        step = state.step();
        tokens = state.tokens();
    }

    /// Trains to the end, without checkpoints.
    public TrainingResult run(TrainingListener listener) throws IOException {
        return run(listener, Optional.empty());
    }

    /// Trains to the end, until the listener cancels, or until evaluations no longer improve.
    ///
    /// @param checkpoints where the whole state goes, also when the training is cancelled
    /// @throws TrainingDivergedException if the loss or a gradient is no longer finite
    /// @throws IOException if a checkpoint cannot be written; those before it are intact
    public TrainingResult run(TrainingListener listener, Optional<Checkpoints> checkpoints) throws IOException {
        while (step < totalSteps() && !validation.stops()) {
            if (listener.isCancelled()) {
                save(checkpoints, listener);
                return result(TrainingResult.Ending.CANCELLED);
            }
            listener.onStep(makeStep());
            if (validation.isDue(step, examples.plan())) {
                listener.onEvaluation(step, validation.measure(step, pass));
            }
            if (checkpoints.isPresent() && step % checkpoints.get().everySteps() == 0) {
                save(checkpoints, listener);
            }
        }
        validation.finish();
        return result(step < totalSteps() ? TrainingResult.Ending.STOPPED_EARLY : TrainingResult.Ending.COMPLETED);
    }

    private TrainingResult result(TrainingResult.Ending ending) {
        return new TrainingResult(ending, step, tokens, validation.progress().best());
    }

    StepMetrics makeStep() {
        StepMetrics metrics = work.run(step, tokens);
        step++;
        tokens = metrics.tokens();
        return metrics;
    }

    private void save(Optional<Checkpoints> checkpoints, TrainingListener listener) throws IOException {
        if (checkpoints.isEmpty() || step == 0) {
            return;
        }
        Path folder = checkpoints.get().of(step);
        Map<String, Matrix> numbers = new HashMap<>(trainable.kept());
        numbers.putAll(validation.kept());
        TrainingData data = new TrainingData(examples.examples(), validation.heldOut());
        TrainingIdentity identity = TrainingIdentity.of(model.precision(), examples.config(), data);
        TrainingState state = new TrainingState(step, tokens, identity, validation.progress(), Map.of());
        new CheckpointFolder(folder).write(state, adapter(), numbers);
        checkpoints.get().prune();
        listener.onCheckpoint(folder);
    }

    /// Steps of the whole training, if nothing ends it early.
    public int totalSteps() {
        return examples.plan().totalSteps();
    }

    /// Steps made so far.
    public int step() {
        return step;
    }

    /// The adapter as it is now; later steps do not change it. After a training that ran to its end it is
    /// the one that [EvaluationPlan.Outcome] asks for.
    public LoraAdapter adapter() {
        return start.with(trainable);
    }

    /// What this training takes at its most.
    public MemoryEstimate memory() {
        return memory;
    }

    /// How well the adapter as it is now predicts other examples.
    public Evaluation evaluate(List<Example> heldOut) {
        return Evaluator.evaluate(model, trainable, heldOut);
    }

    /// The loss of each batch of the last step; for comparison with other libraries.
    List<BatchLoss> lastBatches() {
        return work.lastBatches();
    }

    /// The gradients of the last step after clipping, in the shape of the adapter; for comparison with
    /// other libraries.
    LoraAdapter lastGradients() {
        TrainableAdapter gradients = new TrainableAdapter(model.compute(), start);
        gradients.takeGradients(trainable, work.lastClipping());
        return start.with(gradients);
    }
}
