package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.adapter.Projection;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Workers;
import io.graft.engine.layer.LowRank;
import io.graft.engine.reference.Reference;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {

    private static final LoraConfig LORA = Lessons.LORA;

    @TempDir
    Path work;

    private final CausalModel model;

    TrainerTest() throws IOException {
        model = CausalModel.load(Reference.bundled().folder());
    }

    private static List<Example> examples(int count) {
        return Lessons.counting(count, 9);
    }

    private static TrainingConfig.Builder config() {
        return Lessons.config();
    }

    private static Recorder train(CausalModel model, TrainingConfig config) throws IOException {
        Recorder recorder = new Recorder(Integer.MAX_VALUE);
        Trainer.start(model, LORA, config, examples(21)).run(recorder);
        return recorder;
    }

    @Test
    void training_lowers_the_loss_and_reports_every_step() throws IOException {
        Recorder recorder = new Recorder(Integer.MAX_VALUE);
        List<Example> examples = examples(21);
        Trainer trainer = Trainer.start(model, LORA, config().epochs(6).build(), examples);
        double before = trainer.evaluate(examples).loss();
        assertThat(before)
                .isEqualTo(Evaluator.evaluate(model, Adapter.NONE, examples).loss());
        TrainingResult result = trainer.run(recorder);
        assertThat(result.ending()).isEqualTo(TrainingResult.Ending.COMPLETED);
        assertThat(result.steps()).isEqualTo(18).isEqualTo(trainer.totalSteps());
        assertThat(trainer.evaluate(examples).loss()).isLessThan(before - 1);
        StepMetrics last = recorder.steps.getLast();
        assertThat(last.step()).isEqualTo(18);
        assertThat(last.epoch()).isEqualTo(6);
        assertThat(last.tokens())
                .isEqualTo(6L * examples.stream().mapToInt(Example::length).sum());
        assertThat(last.tokensPerSecond()).isPositive();
        assertThat(last.meanTokenAccuracy()).isBetween(0.0, 1.0);
    }

    @Test
    void the_same_seed_gives_the_same_bits() throws IOException {
        List<Double> losses = train(model, config().build()).losses();
        assertThat(train(model, config().build()).losses()).isEqualTo(losses);
        assertThat(train(model, config().seed(12).build()).losses()).isNotEqualTo(losses);
    }

    @Test
    void with_our_own_products_the_number_of_threads_changes_no_bit() throws IOException {
        Compute compute = model.compute();
        Assumptions.assumeTrue(
                compute.format().name().equals(compute.kernels().name()),
                "skipped: libraries sum in another order when rows are shared among more threads");
        List<Double> losses = train(model, config().build()).losses();
        CausalModel again = CausalModel.load(model.folder(), new Compute(compute.choice(), new Workers(3)));
        assertThat(train(again, config().build()).losses()).isEqualTo(losses);
    }

    @Test
    void a_resumed_training_goes_on_as_if_it_had_never_stopped() throws IOException {
        List<Double> uninterrupted = train(model, config().build()).losses();
        Checkpoints checkpoints = new Checkpoints(work, 100, 2);
        Recorder first = new Recorder(3);
        TrainingResult result =
                Trainer.start(model, LORA, config().build(), examples(21)).run(first, Optional.of(checkpoints));
        assertThat(result.ending()).isEqualTo(TrainingResult.Ending.CANCELLED);
        assertThat(first.checkpoints).containsExactly(work.resolve("checkpoint-3"));

        Recorder second = new Recorder(Integer.MAX_VALUE);
        Path latest = Checkpoints.latest(work).orElseThrow();
        Trainer resumed = Trainer.resume(model, config().build(), TrainingData.of(examples(21)), latest);
        assertThat(resumed.step()).isEqualTo(3);
        resumed.run(second);

        List<Double> both = new ArrayList<>(first.losses());
        both.addAll(second.losses());
        assertThat(both).isEqualTo(uninterrupted);
        assertThat(second.steps.getFirst().step()).isEqualTo(4);
    }

    @Test
    void checkpoints_come_at_their_steps_and_old_ones_go() throws IOException {
        Files.createDirectories(work.resolve("checkpoint-1.partial"));
        Recorder recorder = new Recorder(Integer.MAX_VALUE);
        Trainer.start(model, LORA, config().build(), examples(21))
                .run(recorder, Optional.of(new Checkpoints(work, 2, 2)));
        assertThat(recorder.checkpoints.stream().map(path -> path.getFileName().toString()))
                .containsExactly("checkpoint-2", "checkpoint-4", "checkpoint-6");
        assertThat(work.resolve("checkpoint-2")).doesNotExist();
        assertThat(work.resolve("checkpoint-1.partial")).doesNotExist();
        assertThat(Checkpoints.latest(work)).contains(work.resolve("checkpoint-6"));
    }

    @Test
    void a_half_written_checkpoint_is_not_taken_for_one() throws IOException {
        Files.createDirectories(work.resolve("checkpoint-9.partial"));
        assertThat(Checkpoints.latest(work)).isEmpty();
        assertThat(Checkpoints.latest(work.resolve("never-made"))).isEmpty();
    }

    @Test
    void a_checkpoint_of_another_training_is_refused() throws IOException {
        Recorder recorder = new Recorder(1);
        Trainer.start(model, LORA, config().build(), examples(21))
                .run(recorder, Optional.of(new Checkpoints(work, 1, 1)));
        Path checkpoint = Checkpoints.latest(work).orElseThrow();
        String problem = checkpoint + " was written by a training with other settings or examples: ";
        assertThatThrownBy(() -> Trainer.resume(
                        model, config().learningRate(1).build(), TrainingData.of(examples(21)), checkpoint))
                .hasMessage(problem + "learning_rate was 0.005, is 1.0");
        assertThatThrownBy(() -> Trainer.resume(model, config().build(), TrainingData.of(examples(20)), checkpoint))
                .hasMessageStartingWith(problem + "examples was 21 with SHA-256 ");
    }

    @Test
    void a_resumed_training_may_last_longer() throws IOException {
        Recorder recorder = new Recorder(1);
        Trainer.start(model, LORA, config().build(), examples(21))
                .run(recorder, Optional.of(new Checkpoints(work, 1, 1)));
        Path checkpoint = Checkpoints.latest(work).orElseThrow();
        Trainer longer = Trainer.resume(model, config().maxSteps(9).build(), TrainingData.of(examples(21)), checkpoint);
        assertThat(longer.run(new Recorder(Integer.MAX_VALUE)).steps()).isEqualTo(9);
    }

    @Test
    void a_training_that_diverges_stops_and_names_the_step_and_the_layer() throws IOException {
        LoraAdapter adapter = LoraAdapter.create(model, LORA, 1);
        LowRank pair = Objects.requireNonNull(adapter.pair(1, Projection.O_PROJ));
        pair.bTransposed().set(0, 0, Float.NaN);
        pair.refresh();
        Trainer trainer = Trainer.from(model, adapter, config().build(), examples(21));
        assertThatThrownBy(() -> trainer.run(new Recorder()))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageStartingWith("training diverged in step 1: loss is NaN; the first layer whose output is not"
                        + " finite is model.layers.1; ");
    }

    @Test
    void a_gradient_that_is_not_finite_is_named() throws IOException {
        TrainableAdapter adapter = new TrainableAdapter(model.compute(), LoraAdapter.create(model, LORA, 1));
        adapter.of(2, Projection.Q_PROJ).a().set(0, 0, Float.NaN);
        adapter.of(1, Projection.DOWN_PROJ).bTransposed().set(0, 0, Float.NaN);
        assertThat(Divergence.backward(adapter))
                .isEqualTo("the first gradient on the way back that is not finite is that of"
                        + " model.layers.2.self_attn.q_proj");
    }

    @Test
    void a_length_that_is_not_finite_is_named() throws IOException {
        LoraConfig decomposed = LoraConfig.builder(Modules.ALL_LINEAR)
                .variant(LoraConfig.Variant.DORA)
                .build();
        TrainableAdapter adapter = new TrainableAdapter(model.compute(), LoraAdapter.create(model, decomposed, 1));
        Objects.requireNonNull(adapter.of(1, Projection.Q_PROJ).magnitude()).set(0, 0, Float.NaN);
        assertThat(Divergence.backward(adapter)).endsWith("is that of model.layers.1.self_attn.q_proj");
        adapter.parameters().set(0, adapter.parameters().columns() - 1, Float.NaN);
        assertThat(Divergence.adapter(adapter)).startsWith("the adapter is no longer finite at model.layers.");
    }

    @Test
    void an_adapter_that_is_not_finite_is_not_saved() throws IOException {
        TrainingConfig wild =
                config().learningRate(1e30).withoutGradientClipping().build();
        Trainer trainer = Trainer.start(model, LORA, wild, examples(21));
        assertThatThrownBy(() -> trainer.run(new Recorder(), Optional.of(new Checkpoints(work, 1, 1))))
                .hasMessageStartingWith("training diverged in step 1: the adapter's norm is Infinity; ");
        assertThat(Checkpoints.latest(work)).isEmpty();
    }

    @Test
    void the_adapter_that_was_taken_is_not_changed_by_later_steps() throws IOException {
        Trainer trainer = Trainer.start(model, LORA, config().build(), examples(21));
        trainer.run(new Recorder(1));
        Adapter taken = trainer.adapter();
        double loss = Evaluator.evaluate(model, taken, examples(4)).loss();
        trainer.run(new Recorder(Integer.MAX_VALUE));
        assertThat(Evaluator.evaluate(model, taken, examples(4)).loss()).isEqualTo(loss);
        assertThat(trainer.evaluate(examples(4)).loss()).isNotEqualTo(loss);
    }

    @Test
    void a_label_that_is_no_token_is_refused() {
        assertThatThrownBy(() -> Example.of(new int[] {1, 2}, new int[] {1, -7}))
                .hasMessage("label 1 must be the token id 2 or -100, is -7");
    }

    @Test
    void an_example_that_is_too_long_or_unknown_is_refused() {
        List<Example> tooLong = List.of(Example.text(new int[2049]));
        assertThatThrownBy(() -> Trainer.start(model, LORA, config().build(), tooLong))
                .hasMessage("example 0 has 2049 tokens, the model has 2048 positions (max_position_embeddings)");
        List<Example> unknown = List.of(Example.text(new int[] {1, 592}));
        assertThatThrownBy(() -> Trainer.start(model, LORA, config().build(), unknown))
                .hasMessage("example 0 has the token id 592, the model's are from 0 to 591");
        assertThatThrownBy(() -> Example.completion(new int[] {1, 2}, new int[0]))
                .hasMessage("an example must have a label after its first token, has none");
        assertThatThrownBy(() -> Trainer.start(model, LORA, config().build(), List.of()))
                .hasMessage("training needs at least one example, has none");
    }
}
