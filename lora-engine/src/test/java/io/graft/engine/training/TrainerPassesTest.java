package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.reference.Reference;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.TokenBatch;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How examples go through the model changes memory and speed, but not what is learned.
class TrainerPassesTest {

    private final CausalModel model;

    TrainerPassesTest() throws IOException {
        model = CausalModel.load(Reference.bundled().folder());
    }

    private List<StepMetrics> train(TrainingConfig config, List<Example> examples) throws IOException {
        Recorder recorder = new Recorder();
        Trainer.start(model, LoraConfig.allLinear(4, 8), config, examples).run(recorder);
        return recorder.steps;
    }

    @Test
    void a_pass_holds_1024_tokens_or_one_example() {
        List<Example> examples = List.of(
                Example.text(new int[600]),
                Example.text(new int[424]),
                Example.text(new int[2]),
                Example.text(new int[1400]),
                Example.text(new int[9]));
        assertThat(Passes.of(examples).stream().map(TokenBatch::tokens)).containsExactly(1024, 2, 1400, 9);
        assertThat(Passes.limits(examples).tokens()).isEqualTo(1400);
        assertThat(Passes.limits(examples.subList(0, 3)).tokens()).isEqualTo(1024);
        assertThat(Passes.limits(examples.subList(4, 5)).tokens()).isEqualTo(9);
    }

    @Test
    void a_batch_in_several_passes_learns_the_same() throws IOException {
        List<Example> examples = Lessons.noise(8, 200, 3);
        TrainingConfig.Builder together = TrainingConfig.builder().batchSize(8).maxSteps(3);
        TrainingConfig.Builder alone = TrainingConfig.builder()
                .batchSize(1)
                .gradientAccumulationSteps(8)
                .maxSteps(3);
        List<StepMetrics> expected = train(alone.order(Batching.Order.GIVEN).build(), examples);
        List<StepMetrics> steps = train(together.order(Batching.Order.GIVEN).build(), examples);
        for (int i = 0; i < 3; i++) {
            assertThat(steps.get(i).loss()).isCloseTo(expected.get(i).loss(), within(1e-4));
            assertThat(steps.get(i).tokens()).isEqualTo(expected.get(i).tokens());
        }
    }

    @Test
    void computing_activations_again_gives_the_same_bits() throws IOException {
        List<Example> examples = Lessons.counting(21, 9);
        TrainingConfig.Builder config = Lessons.config();
        Recorder keptAll = new Recorder();
        Trainer.start(model, Lessons.LORA, config.build(), examples).run(keptAll);
        Recorder keptInputs = new Recorder();
        config.activations(TrainingConfig.Activations.RECOMPUTED);
        Trainer.start(model, Lessons.LORA, config.build(), examples).run(keptInputs);
        assertThat(keptInputs.steps)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("tokensPerSecond", "peakMemory")
                .isEqualTo(keptAll.steps);
    }

    @Test
    void packed_examples_do_not_see_each_other() throws IOException {
        List<Example> examples = Lessons.counting(16, 4);
        TrainingConfig.Builder config = TrainingConfig.builder().maxSteps(1);
        StepMetrics plain = train(config.batchSize(16).build(), examples).getFirst();
        StepMetrics packed = train(
                        config.batchSize(16).packing(Packing.bestFit(64)).build(), examples)
                .getFirst();
        assertThat(packed.tokens()).isEqualTo(plain.tokens());
        assertThat(packed.loss()).isCloseTo(plain.loss(), within(1e-5));
    }

    @Test
    void a_packed_row_counts_as_one_sequence_of_a_batch() throws IOException {
        List<Example> examples = Lessons.noise(16, 16, 4);
        TrainingConfig config = TrainingConfig.builder()
                .batchSize(2)
                .packing(Packing.bestFit(64))
                .epochs(1)
                .build();
        List<StepMetrics> steps = train(config, examples);
        assertThat(steps).hasSize(2);
        assertThat(steps.getFirst().tokens()).isEqualTo(128);
    }

    @Test
    void every_step_tells_the_memory_of_the_process() throws IOException {
        StepMetrics step = train(TrainingConfig.builder().maxSteps(1).build(), Lessons.counting(4, 1))
                .getFirst();
        assertThat(step.peakMemory()).isGreaterThan(10 << 20);
    }
}
