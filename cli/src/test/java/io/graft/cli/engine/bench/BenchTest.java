package io.graft.cli.engine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.compute.Compute;
import io.graft.engine.compute.Precision;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTest {

    private static final Shape TINY = new Shape("tiny");

    @Test
    void training_is_measured_without_the_warm_up() throws IOException {
        TrainingReport report = new TrainingBench(TINY, Precision.FP32, 2, 8, 3, 1).run(Compute.shared(), _ -> {});

        assertThat(report.tokensPerSecond()).hasSize(3).allMatch(speed -> speed > 0);
        assertThat(report.losses()).hasSize(4);
        assertThat(report.losses().getFirst()).isCloseTo(Math.log(100), within(0.3));
        assertThat(report.shareOfProductPeak()).isBetween(0.0, 1.0);
        assertThat(report.gflops())
                .isCloseTo(report.medianTokensPerSecond() * report.gflopPerToken(), within(1e-9 * report.gflops()));
    }

    @Test
    void decoding_is_measured_against_the_memory() throws IOException {
        DecodingReport report = new DecodingBench(TINY, Precision.FP32, 4, 5, 2).run(Compute.shared(), _ -> {});

        assertThat(report.tokensPerSecond()).hasSize(5).allMatch(speed -> speed > 0);
        assertThat(report.modelBytes()).isEqualTo(4L * (3 * (32 * (32 + 16 + 16 + 32) + 3 * 32 * 48) + 32 * 100));
        assertThat(report.bandwidthBytesPerSecond()).isGreaterThan(1e8);
    }

    @Test
    void the_work_of_a_token_follows_from_the_sizes() throws IOException {
        CausalModel model = TINY.model(Compute.shared(), Precision.FP32, 15);
        WorkPerToken work = WorkPerToken.of(model, LoraConfig.of(4, 8, 0, List.of("q_proj", "v_proj")), 15);

        double layer = 32 * (32 + 16 + 16 + 32) + 3 * 32 * 48;
        assertThat(work.linear()).isEqualTo(4 * (3 * layer + 32 * 100) - 2 * 32 * (32 + 16 + 16));
        assertThat(work.attention()).isEqualTo(12 * 3 * 32 * 8);
        assertThat(work.adapter()).isEqualTo(6 * 3 * 4 * (64 + 48));
    }

    @Test
    void the_median_is_the_middle() {
        assertThat(new Speeds(List.of(3.0, 1.0, 2.0)).median()).isEqualTo(2);
        assertThat(new Speeds(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
    }

    @Test
    void sizes_that_no_model_of_the_shape_can_take_are_refused_before_its_weights_are_made() {
        Shape shape = Shape.named("smollm2-135m");
        assertThatThrownBy(
                        () -> new TrainingBench(shape, Precision.FP32, 1, 100_000, 1, 0).run(Compute.shared(), _ -> {}))
                .hasMessage("a sequence of 100000 tokens is longer than the 8192 positions of smollm2-135m");
        assertThatThrownBy(() ->
                        new DecodingBench(shape, Precision.FP32, 16, 99_999_999, 0).run(Compute.shared(), _ -> {}))
                .hasMessageContaining("longer than the 8192 positions");
        assertThatThrownBy(() -> new TrainingBench(shape, Precision.FP32, 1 << 30, 1 << 30, 1 << 30, 0))
                .hasMessageStartingWith("--batch, --seq, --steps and --warmup must make at most 268435456 tokens");
        assertThatThrownBy(() -> new TrainingBench(shape, Precision.FP32, 0, 8, 1, 0))
                .hasMessage("--batch must be at least 1, is 0");
    }

    @Test
    void sizes_that_measure_nothing_are_refused() {
        assertThatThrownBy(() -> new TrainingBench(TINY, Precision.FP32, 1, 8, 0, 1))
                .hasMessage("--steps must be at least 1, is 0");
        assertThatThrownBy(() -> new TrainingBench(TINY, Precision.FP32, 1, 1, 1, 1))
                .hasMessage("--seq must be at least 2, is 1");
        assertThatThrownBy(() -> new DecodingBench(TINY, Precision.FP32, 4, 1, -1))
                .hasMessage("--warmup must be at least 0, is -1");
    }

    @Test
    void an_unknown_shape_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> Shape.named("gpt-4"))
                .hasMessage("--shape must be one of smollm2-135m, qwen2.5-0.5b, llama3.2-1b, is gpt-4");
    }

    @Test
    void every_shape_names_its_sizes() {
        assertThat(Shape.NAMES)
                .allSatisfy(name ->
                        assertThat(Shape.class.getResource(name + ".json")).isNotNull());
    }
}
