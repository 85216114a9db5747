package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.engine.reference.Reference;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerEvaluationTest {

    @TempDir
    Path work;

    private final CausalModel model;

    /// What is learned has nothing to do with what is held out, so the evaluation loss soon rises.
    private final TrainingData data = new TrainingData(Lessons.noise(8, 24, 1), Lessons.counting(5, 2));

    TrainerEvaluationTest() throws IOException {
        model = CausalModel.load(Reference.bundled().folder());
    }

    private static TrainingConfig.Builder overfitting() {
        return TrainingConfig.builder().learningRate(1e-2).batchSize(8).maxSteps(12);
    }

    private static EvaluationPlan plan(int every, int patience, EvaluationPlan.Outcome outcome) {
        OptionalInt stop = patience == 0 ? OptionalInt.empty() : OptionalInt.of(patience);
        return new EvaluationPlan(OptionalInt.of(every), stop, 0, outcome);
    }

    @Test
    void held_out_examples_are_looked_at_every_so_many_steps_and_after_the_last() throws IOException {
        Recorder recorder = new Recorder();
        TrainingConfig config = overfitting()
                .evaluation(plan(5, 0, EvaluationPlan.Outcome.LAST))
                .build();
        Trainer trainer = Trainer.start(model, Lessons.LORA, config, data);
        TrainingResult result = trainer.run(recorder);
        assertThat(recorder.evaluations.keySet()).containsExactly(5, 10, 12);
        assertThat(recorder.evaluations.get(12)).isEqualTo(trainer.evaluate(data.heldOut()));
        double lowest = recorder.evaluations.values().stream()
                .mapToDouble(Evaluation::loss)
                .min()
                .orElseThrow();
        assertThat(result.best().orElseThrow().loss()).isEqualTo(lowest);
    }

    @Test
    void without_a_number_of_steps_every_epoch_ends_with_an_evaluation() throws IOException {
        Recorder recorder = new Recorder();
        TrainingConfig config = TrainingConfig.builder().batchSize(4).epochs(3).build();
        Trainer.start(model, Lessons.LORA, config, data).run(recorder);
        assertThat(recorder.evaluations.keySet()).containsExactly(2, 4, 6);
    }

    @Test
    void a_training_that_no_longer_improves_ends_and_the_best_adapter_comes_out() throws IOException {
        Recorder recorder = new Recorder();
        TrainingConfig config = overfitting()
                .evaluation(plan(1, 3, EvaluationPlan.Outcome.BEST))
                .build();
        Trainer trainer = Trainer.start(model, Lessons.LORA, config, data);
        TrainingResult result = trainer.run(recorder);
        TrainingResult.Best best = result.best().orElseThrow();
        assertThat(result.ending()).isEqualTo(TrainingResult.Ending.STOPPED_EARLY);
        assertThat(result.steps()).isEqualTo(best.step() + 3).isLessThan(12);
        assertThat(recorder.evaluations)
                .extractingByKey(best.step())
                .extracting(Evaluation::loss)
                .isEqualTo(best.loss());
        assertThat(trainer.evaluate(data.heldOut()).loss()).isEqualTo(best.loss());
    }

    @Test
    void evaluations_survive_an_interruption() throws IOException {
        TrainingConfig config = overfitting()
                .evaluation(plan(2, 3, EvaluationPlan.Outcome.BEST))
                .build();
        Recorder whole = new Recorder();
        Trainer uninterrupted = Trainer.start(model, Lessons.LORA, config, data);
        TrainingResult expected = uninterrupted.run(whole);

        Recorder first = new Recorder(5);
        Optional<Checkpoints> checkpoints = Optional.of(new Checkpoints(work, 100, 2));
        Trainer.start(model, Lessons.LORA, config, data).run(first, checkpoints);
        Trainer resumed = Trainer.resumeLatest(model, config, data, work).orElseThrow();
        Recorder second = new Recorder();
        assertThat(resumed.run(second)).isEqualTo(expected);
        first.evaluations.putAll(second.evaluations);
        assertThat(first.evaluations).isEqualTo(whole.evaluations);
        assertThat(resumed.evaluate(data.heldOut())).isEqualTo(uninterrupted.evaluate(data.heldOut()));
    }

    @Test
    void a_training_that_had_ended_early_does_not_go_on_when_resumed() throws IOException {
        TrainingConfig config = overfitting()
                .evaluation(plan(1, 2, EvaluationPlan.Outcome.BEST))
                .build();
        Trainer trainer = Trainer.start(model, Lessons.LORA, config, data);
        TrainingResult result = trainer.run(new Recorder(), Optional.of(new Checkpoints(work, 1, 1)));
        Trainer resumed = Trainer.resumeLatest(model, config, data, work).orElseThrow();
        Recorder nothing = new Recorder();
        assertThat(resumed.run(nothing)).isEqualTo(result);
        assertThat(nothing.steps).isEmpty();
        assertThat(resumed.evaluate(data.heldOut())).isEqualTo(trainer.evaluate(data.heldOut()));
    }

    @Test
    void other_held_out_examples_are_refused_where_they_decide_on_the_outcome() throws IOException {
        TrainingConfig config = overfitting()
                .evaluation(plan(2, 3, EvaluationPlan.Outcome.BEST))
                .build();
        Trainer.start(model, Lessons.LORA, config, data).run(new Recorder(2), Optional.of(new Checkpoints(work, 2, 1)));
        TrainingData other = new TrainingData(data.train(), Lessons.counting(5, 3));
        assertThatThrownBy(() -> Trainer.resumeLatest(model, config, other, work))
                .hasMessageContaining(
                        "was written by a training with other settings or examples: held-out examples was 5 with");
    }

    @Test
    void stopping_early_needs_held_out_examples() {
        TrainingConfig patient = overfitting()
                .evaluation(plan(1, 2, EvaluationPlan.Outcome.LAST))
                .build();
        assertThatThrownBy(() -> Trainer.start(model, Lessons.LORA, patient, data.train()))
                .hasMessage("early_stopping_patience needs held-out examples: give a file of them, or a"
                        + " validation_split");
        TrainingConfig best = overfitting()
                .evaluation(plan(1, 2, EvaluationPlan.Outcome.BEST))
                .build();
        assertThatThrownBy(() -> Trainer.start(model, Lessons.LORA, best, List.copyOf(data.train())))
                .hasMessageStartingWith("load_best_model_at_end needs held-out examples");
    }
}
