package io.graft.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.reference.Reference;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    private static final int[] PROMPT = {404, 281, 330, 450, 262};

    private final CausalModel model;
    private final Tokenizer tokenizer;
    private final Generator generator;

    GeneratorTest() throws IOException {
        model = CausalModel.load(Reference.bundled().folder());
        tokenizer = Tokenizer.load(model.folder());
        generator = new Generator(model, tokenizer);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    private Generation generate(GenerationConfig config) {
        return generator.generate(PROMPT, config.withEndTokens(Set.of()), Adapter.NONE, TokenListener.NONE);
    }

    @Test
    void the_same_seed_draws_the_same_text_and_another_seed_another() {
        Generation first = generate(GenerationConfig.sampling(20, 1.5, 1));
        assertThat(generate(GenerationConfig.sampling(20, 1.5, 1))).isEqualTo(first);
        assertThat(generate(GenerationConfig.sampling(20, 1.5, 2)).ids()).isNotEqualTo(first.ids());
    }

    @Test
    void one_candidate_leaves_only_the_greedy_text() {
        List<Integer> greedy = generate(GenerationConfig.greedy(12)).ids();
        assertThat(generate(GenerationConfig.sampling(12, 5, 1).withTopK(1)).ids())
                .isEqualTo(greedy);
        assertThat(generate(GenerationConfig.sampling(12, 5, 1).withTopP(1e-9)).ids())
                .isEqualTo(greedy);
    }

    @Test
    void a_stop_text_ends_the_answer_and_is_not_part_of_it() {
        String whole = generate(GenerationConfig.greedy(24)).text();
        String stop = whole.substring(8, 11);
        List<String> pieces = new ArrayList<>();
        Generation generation = generator.generate(
                PROMPT,
                GenerationConfig.greedy(24).withEndTokens(Set.of()).withStop(List.of("never", stop)),
                Adapter.NONE,
                token -> pieces.add(token.text()));
        assertThat(generation.ending()).isEqualTo(Generation.Ending.STOP);
        assertThat(generation.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(String.join("", pieces)).isEqualTo(generation.text());
    }

    @Test
    void a_listener_can_stop_the_text() {
        Generation generation = generator.generate(
                PROMPT, GenerationConfig.greedy(24).withEndTokens(Set.of()), Adapter.NONE, token -> false);
        assertThat(generation.ending()).isEqualTo(Generation.Ending.CANCELLED);
        assertThat(generation.tokens()).hasSize(1);
    }

    @Test
    void log_probabilities_equal_the_score_of_the_same_tokens() {
        Generation generation = generate(GenerationConfig.greedy(6));
        double sum = generation.tokens().stream()
                .mapToDouble(GeneratedToken::logProbability)
                .sum();
        int[] ids = generation.ids().stream().mapToInt(Integer::intValue).toArray();
        ChoiceScore score = new Scorer(model, tokenizer)
                .score(PROMPT, List.of(ids), Adapter.NONE)
                .getFirst();
        assertThat(score.logLikelihood()).isCloseTo(sum, within(1e-4));
        assertThat(score.greedy()).isTrue();
    }

    @Test
    void alternatives_come_with_every_token_and_hold_the_greedy_one_first() {
        Generation generation = generate(GenerationConfig.greedy(3).withAlternatives(2));
        assertThat(generation.tokens()).allSatisfy(token -> {
            assertThat(token.alternatives()).hasSize(2);
            assertThat(token.alternatives().getFirst())
                    .isEqualTo(new TokenProbability(token.id(), token.logProbability()));
        });
    }

    @Test
    void many_threads_use_one_model_with_their_own_adapters() throws Exception {
        LoraAdapter trained = LoraAdapter.load(model, Reference.bundled().expected("lora/qkvo/adapter_final"));
        List<Adapter> adapters = List.of(Adapter.NONE, trained);
        List<List<Integer>> alone = adapters.stream().map(this::greedy).toList();
        assertThat(alone.get(0)).isNotEqualTo(alone.get(1));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Integer>>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Adapter adapter = adapters.get(i % 2);
                answers.add(threads.submit(() -> greedy(adapter)));
            }
            check(answers, alone);
        }
    }

    private static void check(List<Future<List<Integer>>> answers, List<List<Integer>> alone)
            throws InterruptedException, ExecutionException {
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get()).isEqualTo(alone.get(i % 2));
        }
    }

    private List<Integer> greedy(Adapter adapter) {
        return generator
                .generate(PROMPT, GenerationConfig.greedy(16).withEndTokens(Set.of()), adapter, TokenListener.NONE)
                .ids();
    }

    @Test
    void a_text_ends_where_the_positions_of_the_model_end() {
        int[] prompt = new int[2047];
        Arrays.fill(prompt, 5);
        Generation generation = generator.generate(
                prompt, GenerationConfig.greedy(9).withEndTokens(Set.of()), Adapter.NONE, TokenListener.NONE);
        assertThat(generation.tokens()).hasSize(2);
        assertThat(generation.ending()).isEqualTo(Generation.Ending.LENGTH);
        assertThatThrownBy(() ->
                        generator.generate(new int[2049], GenerationConfig.greedy(9), Adapter.NONE, TokenListener.NONE))
                .hasMessageContaining("a sequence of 2049 tokens is longer than the 2048 positions of the model");
    }

    @Test
    void an_empty_prompt_is_refused() {
        assertThatThrownBy(() ->
                        generator.generate(new int[0], GenerationConfig.greedy(9), Adapter.NONE, TokenListener.NONE))
                .hasMessage("the prompt must hold at least one token, has none");
    }

    @Test
    void settings_that_cannot_work_are_refused() {
        assertThatThrownBy(() -> GenerationConfig.greedy(0)).hasMessage("max_tokens must be at least 1, is 0");
        assertThatThrownBy(() -> GenerationConfig.sampling(1, -1, 0))
                .hasMessage("temperature must not be negative, is -1.0");
        assertThatThrownBy(() -> GenerationConfig.sampling(1, 1, 0).withTopP(0))
                .hasMessage("top_p must be greater than 0 and at most 1, is 0.0");
        assertThatThrownBy(() -> GenerationConfig.sampling(1, 1, 0).withTopK(-1))
                .hasMessage("top_k must not be negative, is -1");
    }
}
