package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.reference.Reference;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTrainingTest {

    @TempDir
    Path work;

    @Test
    void losses_norms_and_adapter_equal_those_of_peft() throws IOException {
        check(Reference.bundled(), "qkvo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"qkvo", "all_linear", "qkvo_accum2", "qkvo_accum2_tokens", "qkvo_rslora", "qkvo_dora"})
    void all_forms_of_training_equal_those_of_peft(String run) throws IOException {
        check(Reference.shared("llama-tied"), run);
    }

    @ParameterizedTest
    @CsvSource({
        "qwen2, qkvo",
        "qwen2, all_linear",
        "qwen2, qkvo_rslora",
        "qwen2, qkvo_dora",
        "gemma2, qkvo",
        "gemma2, all_linear",
        "gemma2, qkvo_accum2",
        "vaultgemma, all_linear",
        "phi3, qkvo",
        "phi3, all_linear",
        "phi3, qkvo_accum2"
    })
    void other_architectures_train_as_with_peft(String model, String run) throws IOException {
        check(Reference.shared(model), run);
    }

    private void check(Reference reference, String name) throws IOException {
        Path folder = reference.expected("lora").resolve(name);
        JsonNode run = reference.json("lora/" + name + "/run.json");
        CausalModel model = CausalModel.load(reference.folder());
        LoraAdapter start = LoraAdapter.load(model, folder.resolve("adapter_init"));
        TrainingConfig config = config(run);
        ExampleSet examples =
                new ExampleSet(model, examples(reference), config, new RecordedBatches(batches(reference), config));
        Trainer trainer = new Trainer(model, start, examples);
        List<Double> losses = new ArrayList<>();
        List<StepMetrics> steps = new ArrayList<>();
        trainer.run(new TrainingListener() {
            @Override
            public void onStep(StepMetrics metrics) {
                steps.add(metrics);
                trainer.lastBatches().forEach(batch -> losses.add(batch.mean()));
            }
        });
        checkLosses(losses, Reference.doubles(run.path("loss")));
        checkSteps(steps, run);
        trainer.adapter().save(work);
        checkAdapter(work, folder.resolve("adapter_final"));
    }

    private static TrainingConfig config(JsonNode run) {
        TrainingConfig.Builder config = TrainingConfig.builder()
                .learningRate(0.005)
                .weightDecay(0.01)
                .schedule(LearningRateSchedule.Kind.CONSTANT)
                .batchSize(4)
                .order(Batching.Order.GIVEN)
                .epochs(1)
                .gradientAccumulationSteps(
                        run.path("gradient_accumulation_steps").asInt())
                .withoutGradientClipping();
        if (run.path("schedule").asText().startsWith("cosine, 5")) {
            config.schedule(LearningRateSchedule.Kind.COSINE).warmupSteps(5);
        }
        if (!run.path("max_grad_norm").isNull()) {
            config.maxGradNorm(run.path("max_grad_norm").asDouble());
        }
        if (run.path("gradient_accumulation_loss").asText().contains("divided by 2")) {
            config.weighting(Batching.Weighting.BATCHES);
        }
        return config.build();
    }

    private static List<Example> examples(Reference reference) throws IOException {
        List<Example> examples = new ArrayList<>();
        for (JsonNode batch : reference.json("lora/batches.json").path("batches")) {
            List<int[]> ids = Reference.sequences(batch, "input_ids");
            List<int[]> labels = Reference.sequences(batch, "labels");
            for (int i = 0; i < ids.size(); i++) {
                examples.add(Example.of(ids.get(i), labels.get(i)));
            }
        }
        return examples;
    }

    /// Indexes of the examples of each recorded batch.
    private static List<int[]> batches(Reference reference) throws IOException {
        List<int[]> batches = new ArrayList<>();
        int next = 0;
        for (JsonNode batch : reference.json("lora/batches.json").path("batches")) {
            int count = batch.path("input_ids").size();
            batches.add(IntStream.range(next, next + count).toArray());
            next += count;
        }
        return batches;
    }

    /// Batches of various sizes, in the order in which they were recorded.
    private record RecordedBatches(List<int[]> batches, TrainingConfig config) implements BatchPlan {

        @Override
        public int stepsPerEpoch() {
            return batches.size() / config.batching().accumulation();
        }

        @Override
        public int totalSteps() {
            return stepsPerEpoch();
        }

        @Override
        public List<int[]> batches(int step) {
            int from = step * config.batching().accumulation();
            return batches.subList(from, from + config.batching().accumulation());
        }
    }

    private static void checkLosses(List<Double> losses, double[] expected) {
        assertThat(losses).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(losses.get(i)).as("loss %d", i).isCloseTo(expected[i], within(i < 5 ? 1e-4 : 1e-3));
        }
    }

    private static void checkSteps(List<StepMetrics> steps, JsonNode run) {
        double[] rates = Reference.doubles(run.path("learning_rate"));
        double[] norms = Reference.doubles(run.path("grad_norm"));
        assertThat(steps).hasSize(norms.length);
        for (int i = 0; i < norms.length; i++) {
            assertThat(steps.get(i).learningRate()).isCloseTo(rates[i], within(1e-12));
            assertThat(steps.get(i).gradNorm()).as("norm %d", i).isCloseTo(norms[i], within(1e-3 * norms[i]));
        }
    }

    private static void checkAdapter(Path actual, Path expected) throws IOException {
        double squares = 0;
        List<Double> differences = new ArrayList<>();
        try (SafetensorsReader ours = SafetensorsReader.open(actual.resolve("adapter_model.safetensors"));
                SafetensorsReader theirs = SafetensorsReader.open(expected.resolve("adapter_model.safetensors"))) {
            assertThat(ours.names()).isEqualTo(theirs.names());
            for (String name : theirs.names()) {
                long[] shape =
                        theirs.shape(name).stream().mapToLong(Long::longValue).toArray();
                float[] right = theirs.read(name, shape);
                float[] value = ours.read(name, shape);
                for (int i = 0; i < right.length; i++) {
                    double difference = Math.abs(right[i] - value[i]);
                    squares += difference * difference;
                    differences.add(difference);
                }
            }
        }
        double[] sorted = differences.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        assertThat(Math.sqrt(squares / sorted.length)).as("rms").isLessThan(3e-5);
        assertThat(sorted[(int) (sorted.length * 0.999)]).as("99.9 %").isLessThan(1e-4);
        assertThat(sorted[sorted.length - 1]).as("largest").isLessThan(5e-3);
    }
}
