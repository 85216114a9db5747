package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.KernelChoice;
import io.graft.engine.compute.Precision;
import io.graft.engine.compute.Workers;
import io.graft.engine.reference.Reference;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryForecastTest {

    private static final TrainingData DATA = new TrainingData(examples(40, 20), examples(5, 30));

    @TempDir
    Path folder;

    private static List<Example> examples(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(_ -> Example.text(IntStream.range(1, length + 1).toArray()))
                .toList();
    }

    private static void assertForeseen(Path base, LoraConfig lora, Precision precision) throws IOException {
        assertForeseen(base, lora, precision, Compute.shared());
    }

    private static void assertForeseen(Path base, LoraConfig lora, Precision precision, Compute compute)
            throws IOException {
        TrainingConfig config = Lessons.config().build();
        MemoryEstimate foreseen = MemoryForecast.of(base, compute, precision).require(lora, config, DATA);
        Trainer trainer = Trainer.start(CausalModel.load(base, compute, precision), lora, config, DATA);

        assertThat(foreseen.weights().inHeap())
                .isEqualTo(trainer.memory().weights().inHeap());
        assertThat(foreseen.weights().bytes())
                .isCloseTo(trainer.memory().weights().bytes(), withinPercentage(3));
        assertThat(foreseen.adapter()).isEqualTo(trainer.memory().adapter());
        assertThat(foreseen.activations()).isCloseTo(trainer.memory().activations(), withinPercentage(2));
        assertThat(foreseen.examples()).isEqualTo(trainer.memory().examples());
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void headers_tell_what_the_loaded_model_takes(Precision precision) throws IOException {
        assertForeseen(Reference.bundled().folder(), Lessons.LORA, precision);
        assertForeseen(Reference.oracle("gemma2").folder(), Lessons.LORA, precision);
        assertForeseen(Reference.oracle("mistral").folder(), LoraConfig.allLinear(4, 8), precision);
    }

    @Test
    void weights_that_are_kept_as_they_are_stored_are_foreseen_so() throws IOException {
        Compute compact = new Compute(KernelChoice.choose(Optional.of("compact")), new Workers(2));
        assertForeseen(Reference.oracle("llama3").folder(), Lessons.LORA, Precision.FP32, compact);
        assertForeseen(Reference.bundled().folder(), Lessons.LORA, Precision.FP32, compact);
    }

    @Test
    void an_adapter_that_decomposes_weights_is_foreseen_too() throws IOException {
        LoraConfig dora = LoraConfig.builder(Modules.of(List.of("q_proj", "v_proj")))
                .rank(4)
                .variant(LoraConfig.Variant.DORA)
                .build();
        assertForeseen(Reference.bundled().folder(), dora, Precision.FP32);
    }

    @Test
    void a_model_that_cannot_fit_is_refused_by_its_headers() throws IOException {
        new SparseModel(16_384, 65_536, 200, 200_000).write(folder);
        MemoryForecast forecast = MemoryForecast.of(folder, Compute.shared(), Precision.FP32);

        assertThatThrownBy(forecast::requireWeights)
                .isInstanceOf(NotEnoughMemoryException.class)
                .hasMessageStartingWith("the weights of " + folder.getFileName() + " alone need ")
                .hasMessageContaining(" GiB in fp32; ")
                .hasMessageContaining("What would help: ")
                .hasMessageEndingWith("a smaller base model");
        assertThatThrownBy(() -> forecast.require(Lessons.LORA, Lessons.config().build(), DATA))
                .isInstanceOf(NotEnoughMemoryException.class);
    }

    @Test
    void headers_of_another_shape_than_the_configuration_are_refused_first() throws IOException {
        new SparseModel(64, 128, 2, 100).write(folder);
        Path config = folder.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replace("\"intermediate_size\": 128", "\"intermediate_size\": 96"));

        assertThatThrownBy(() -> MemoryForecast.of(folder, Compute.shared(), Precision.FP32))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(
                        "tensor model.layers.0.mlp.gate_proj.weight: must have shape [96, 64], has [128, 64]");
    }

    @Test
    void an_outline_cannot_compute() throws IOException {
        CausalModel outline = CausalModel.outline(Reference.bundled().folder(), Compute.shared(), Precision.FP32);

        assertThatThrownBy(() -> outline.hiddenStates(new int[] {1, 2, 3}, Adapter.NONE))
                .hasStackTraceContaining("a model's outline has no weights to multiply with");
    }
}
