package io.graft.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.reference.Reference;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenScoringTest {

    private final Reference reference = Reference.bundled();
    private final CausalModel model = CausalModel.load(reference.folder());
    private final Tokenizer tokenizer = model.tokenizer();

    TokenScoringTest() throws IOException {}

    @AfterEach
    void close() {
        tokenizer.close();
    }

    private List<TokenScore> scores(int[] ids, int alternatives) {
        return new Scorer(model, tokenizer).scoreTokens(ids, alternatives, Adapter.NONE);
    }

    @Test
    void scores_are_those_of_transformers() throws IOException {
        JsonNode loss = reference.json("loss.json");
        List<int[]> texts = Reference.sequences(loss, "input_ids");
        for (int text = 0; text < texts.size(); text++) {
            JsonNode expected = loss.path("token_logprobs").path(text);
            List<TokenScore> scores = scores(texts.get(text), 0);
            assertThat(scores).hasSize(texts.get(text).length - 1);
            for (int i = 0; i < scores.size(); i++) {
                assertThat(scores.get(i).id()).isEqualTo(texts.get(text)[i + 1]);
                assertThat(scores.get(i).logProbability())
                        .isCloseTo(expected.path(i).asDouble(), within(3e-4));
            }
        }
    }

    @Test
    void alternatives_of_a_long_text_come_in_order_and_are_no_less_likely_than_its_tokens() {
        List<TokenScore> scores = scores(new Random(3).ints(300, 0, 592).toArray(), 3);
        assertThat(scores).hasSize(299).allSatisfy(score -> {
            assertThat(score.alternatives())
                    .hasSize(3)
                    .isSortedAccordingTo(Comparator.comparingDouble(TokenProbability::logProbability)
                            .reversed());
            assertThat(score.alternatives().getFirst().logProbability()).isGreaterThanOrEqualTo(score.logProbability());
        });
    }

    @Test
    void a_text_may_have_one_token_more_than_the_model_has_positions() {
        assertThat(scores(new int[1], 1)).isEmpty();
        assertThat(scores(new int[2049], 0)).hasSize(2048);
        assertThatThrownBy(() -> scores(new int[2050], 0))
                .hasMessage(
                        "a text of 2050 tokens, the last of which is only predicted, is longer than max_length 2048");
        assertThatThrownBy(() -> scores(new int[0], 0)).hasMessage("tokens must not be empty");
    }
}
