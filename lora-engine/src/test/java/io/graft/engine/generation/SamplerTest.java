package io.graft.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.compute.KernelChoice;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.tensor.Matrix;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The expected probabilities are what transformers 5.17 computes from the same logits with its
/// `RepetitionPenaltyLogitsProcessor`, `TemperatureLogitsWarper`, `TopKLogitsWarper`, `TopPLogitsWarper` and
/// `MinPLogitsWarper`, in this order.
class SamplerTest {

    private static final float[] LOGITS = {1.5f, -0.3f, 2.25f, 0.0f, -1.75f, 3.1f, 2.25f, 0.6f, -4.0f, 1.1f, -0.9f, 2.9f
    };
    private static final int[] PROMPT = {5, 2, 2, 4};

    private final Kernels kernels = KernelChoice.choose(Optional.of("scalar")).kernels();

    private static Matrix row(float... logits) {
        return Matrix.of(logits, 1, logits.length);
    }

    private double[] probabilities(GenerationConfig config) {
        return new Sampler(kernels, config, PROMPT).candidates(row(LOGITS)).probabilities();
    }

    private static GenerationConfig at(double temperature) {
        return GenerationConfig.sampling(1, temperature, 0);
    }

    private static void check(double[] actual, double... expected) {
        assertThat(actual).containsExactly(expected, within(2e-6));
    }

    @Test
    void temperature_divides_the_logits() {
        check(
                probabilities(at(0.7)),
                0.03978,
                0.00304,
                0.11614,
                0.004667,
                0.000383,
                0.391146,
                0.11614,
                0.010997,
                1.5e-05,
                0.022465,
                0.00129,
                0.293937);
    }

    @Test
    void top_k_keeps_what_is_as_likely_as_the_last_one() {
        double[] four = {0, 0, 0.159867, 0, 0, 0.374033, 0.159867, 0, 0, 0, 0, 0.306232};
        check(probabilities(at(1).withTopK(3)), four);
        check(probabilities(at(1).withTopK(4)), four);
        check(probabilities(at(1).withTopK(12)), probabilities(at(1)));
    }

    @Test
    void top_p_keeps_the_fewest_that_have_the_probability_together() {
        check(probabilities(at(1).withTopP(0.8)), 0, 0, 0.159867, 0, 0, 0.374033, 0.159867, 0, 0, 0, 0, 0.306232);
        check(probabilities(at(1).withTopP(0.3)), 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void top_p_takes_the_first_of_equals_away_first() {
        Sampler sampler = new Sampler(kernels, at(2).withTopP(0.5), PROMPT);
        check(sampler.candidates(row(1, 1, 1, 1, 1, 1, 1, 1)).probabilities(), 0, 0, 0, 0, 0.25, 0.25, 0.25, 0.25);
    }

    @Test
    void min_p_is_a_share_of_the_most_likely_one() {
        check(
                probabilities(at(1).withMinP(0.2)),
                0.070214,
                0,
                0.148642,
                0,
                0,
                0.347771,
                0.148642,
                0,
                0,
                0,
                0,
                0.284731);
    }

    @Test
    void a_repetition_penalty_counts_the_prompt_and_each_token_once() {
        check(
                probabilities(at(1).withRepetitionPenalty(1.3)),
                0.080406,
                0.013291,
                0.101277,
                0.017941,
                0.001844,
                0.194748,
                0.17022,
                0.032691,
                0.000329,
                0.053898,
                0.007294,
                0.326062);
        check(
                probabilities(at(1).withRepetitionPenalty(0.8)),
                0.043004,
                0.007108,
                0.159778,
                0.009595,
                0.002366,
                0.462333,
                0.091039,
                0.017484,
                0.000176,
                0.028826,
                0.003901,
                0.174389);
    }

    @Test
    void rules_follow_each_other_as_in_transformers() {
        check(
                probabilities(at(1.4).withTopK(7).withTopP(0.75)),
                0,
                0,
                0.184296,
                0,
                0,
                0.338216,
                0.184296,
                0,
                0,
                0,
                0,
                0.293192);
        check(
                probabilities(at(0.8).withRepetitionPenalty(1.2)
                        .withTopK(8)
                        .withTopP(0.9)
                        .withMinP(0.12)),
                0.06766,
                0,
                0.108121,
                0,
                0,
                0.262084,
                0.172777,
                0,
                0,
                0,
                0,
                0.389358);
    }

    @Test
    void a_greedy_text_feels_penalties_too() {
        Sampler sampler = new Sampler(kernels, GenerationConfig.greedy(9).withRepetitionPenalty(1.3), PROMPT);
        assertThat(sampler.pick(row(LOGITS))).isEqualTo(11);
        assertThat(sampler.pick(row(LOGITS))).isEqualTo(5);
    }

    @Test
    void presence_counts_once_and_frequency_each_time_and_neither_counts_the_prompt() {
        Sampler presence =
                new Sampler(kernels, GenerationConfig.greedy(9).withPenalties(new Penalties(1, 0.5, 0)), PROMPT);
        assertThat(presence.pick(row(LOGITS))).isEqualTo(5);
        assertThat(presence.pick(row(LOGITS))).isEqualTo(11);
        assertThat(presence.pick(row(LOGITS))).isEqualTo(5);
        assertThat(presence.pick(row(LOGITS))).isEqualTo(5);
        Sampler frequency =
                new Sampler(kernels, GenerationConfig.greedy(9).withPenalties(new Penalties(1, 0, 0.5)), PROMPT);
        assertThat(frequency.pick(row(LOGITS))).isEqualTo(5);
        assertThat(frequency.pick(row(LOGITS))).isEqualTo(11);
        assertThat(frequency.pick(row(LOGITS))).isEqualTo(5);
        assertThat(frequency.pick(row(LOGITS))).isEqualTo(11);
        assertThat(frequency.pick(row(LOGITS))).isEqualTo(2);
    }

    @Test
    void a_temperature_next_to_nothing_takes_the_most_likely_token() {
        for (double temperature : new double[] {1e-8, 1e-30, 1e-45, 1e-300}) {
            assertThat(new Sampler(kernels, at(temperature), PROMPT).pick(row(LOGITS)))
                    .as("at " + temperature)
                    .isEqualTo(5);
        }
    }

    @Test
    void tokens_are_drawn_as_often_as_they_are_likely() {
        GenerationConfig config = at(1).withTopP(0.8);
        Sampler sampler = new Sampler(kernels, config, PROMPT);
        int[] drawn = new int[LOGITS.length];
        for (int i = 0; i < 20_000; i++) {
            drawn[sampler.pick(row(LOGITS))]++;
        }
        double[] expected = probabilities(config);
        for (int i = 0; i < drawn.length; i++) {
            assertThat(drawn[i] / 20_000.0).isCloseTo(expected[i], within(0.015));
        }
    }

    @Test
    void alternatives_are_the_most_likely_tokens_in_order() {
        LogProbabilities probabilities = new LogProbabilities(kernels, row(LOGITS));
        assertThat(probabilities.mostLikely(0, 4).stream().map(TokenProbability::id))
                .containsExactly(5, 11, 2, 6);
        assertThat(probabilities.mostLikely(0, 1).getFirst().logProbability()).isEqualTo(probabilities.of(0, 5));
        assertThat(probabilities.mostLikely(0, 0)).isEmpty();
    }

    @Test
    void penalties_that_cannot_work_are_refused() {
        assertThatThrownBy(() -> new Penalties(0, 0, 0))
                .hasMessage("repetition_penalty must be from 0.001 to 1000, is 0.0");
        assertThatThrownBy(() -> new Penalties(1e-300, 0, 0))
                .hasMessage("repetition_penalty must be from 0.001 to 1000, is 1.0E-300");
        assertThatThrownBy(() -> new Penalties(1, 2.5, 0)).hasMessage("presence_penalty must be from -2 to 2, is 2.5");
        assertThatThrownBy(() -> new Penalties(1, 0, Double.NaN))
                .hasMessage("frequency_penalty must be from -2 to 2, is NaN");
        assertThatThrownBy(() -> at(1).withMinP(1.5)).hasMessage("min_p must be from 0 to 1, is 1.5");
        assertThatThrownBy(() -> at(1).withAlternatives(21)).hasMessage("top_logprobs must be from 0 to 20, is 21");
    }
}
