package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.KernelChoice;
import io.graft.engine.compute.Workers;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.ModelConfig;
import io.graft.engine.transformer.WeightMemory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryEstimateTest {

    private static final long MEBIBYTE = 1 << 20;

    /// Our own kernels keep weights in the heap, where they can be measured.
    private static CausalModel model() throws IOException {
        String config = """
                {"model_type": "llama", "vocab_size": 4000, "hidden_size": 256, "intermediate_size": 768,
                 "num_hidden_layers": 6, "num_attention_heads": 4, "num_key_value_heads": 2, "rms_norm_eps": 1e-5,
                 "max_position_embeddings": 2048, "rope_theta": 10000.0, "hidden_act": "silu",
                 "tie_word_embeddings": true, "attention_bias": false, "mlp_bias": false, "eos_token_id": 2}""";
        Compute compute = new Compute(KernelChoice.choose(Optional.of("vector")), new Workers(2));
        return CausalModel.random("small", ModelConfig.of("small", new ObjectMapper().readTree(config)), 1, compute);
    }

    private static List<Example> examples() {
        Random random = new Random(1);
        return IntStream.range(0, 2)
                .mapToObj(i -> Example.text(random.ints(500, 0, 4000).toArray()))
                .toList();
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @ParameterizedTest
    @EnumSource(TrainingConfig.Activations.class)
    void the_estimate_is_what_a_training_takes(TrainingConfig.Activations activations) throws IOException {
        long before = used();
        TrainingConfig config =
                TrainingConfig.builder().activations(activations).maxSteps(1).build();
        CausalModel model = model();
        Trainer trainer = Trainer.start(model, LoraConfig.allLinear(16, 32), config, examples());
        trainer.run(new Recorder());
        LoraAdapter saved = trainer.adapter();
        long measured = used() - before;
        assertThat(saved.parameters()).isPositive();
        assertThat(trainer.step()).isEqualTo(1);
        assertThat(trainer.memory().heap()).isCloseTo(measured, withinPercentage(15));
    }

    private static MemoryEstimate estimate(long weights, long activations) {
        return new MemoryEstimate(
                new WeightMemory(weights * MEBIBYTE, true), 100 * MEBIBYTE, activations * MEBIBYTE, 0);
    }

    private static final MemoryCheck CHECK = new MemoryCheck(
            estimate(1000, 3000),
            List.of(
                    new MemoryCheck.Remedy("gradient_checkpointing", estimate(1000, 700)),
                    new MemoryCheck.Remedy("max_length 512 instead of examples of 2048 tokens", estimate(1000, 800)),
                    new MemoryCheck.Remedy("nothing to speak of", estimate(999, 3000)),
                    new MemoryCheck.Remedy("precision int8", estimate(250, 3000)),
                    MemoryCheck.Remedy.of("a smaller base model")));

    @Test
    void what_fits_is_let_through() {
        assertThatNoException().isThrownBy(() -> CHECK.require(new MemoryOffer(4900 * MEBIBYTE, 8000 * MEBIBYTE)));
    }

    @Test
    void what_does_not_fit_is_refused_with_what_it_needs_what_there_is_and_what_would_help() {
        assertThatThrownBy(() -> CHECK.require(new MemoryOffer(2048 * MEBIBYTE, 8000 * MEBIBYTE)))
                .isInstanceOf(NotEnoughMemoryException.class)
                .hasMessage("the training needs 4.30 GiB: base weights 0.98, adapter 0.10, activations 2.93, examples"
                        + " 0.00, runtime 0.29; Java's heap offers 2.00 GiB (-Xmx). What would help: a heap of at least 4.75 GiB"
                        + " (-Xmx4862m), gradient_checkpointing (2.05 GiB), max_length 512 instead of examples of 2048"
                        + " tokens (2.15 GiB), precision int8 (3.56 GiB), a smaller base model");
        assertThatThrownBy(() -> CHECK.require(new MemoryOffer(4900 * MEBIBYTE, 4200 * MEBIBYTE)))
                .hasMessageContaining("; the machine or container offers 4.10 GiB. What would help:"
                        + " gradient_checkpointing (2.05 GiB), ");
    }

    @Test
    void the_process_offers_something() {
        MemoryOffer offer = MemoryOffer.ofThisProcess();
        assertThat(offer.heap()).isPositive();
        assertThat(offer.machine()).isGreaterThan(MemoryEstimate.RUNTIME);
    }
}
