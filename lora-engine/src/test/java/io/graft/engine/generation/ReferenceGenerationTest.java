package io.graft.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.reference.Reference;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceGenerationTest {

    @Test
    void greedy_tokens_and_text_equal_those_of_transformers() throws IOException {
        check(Reference.bundled());
    }

    @ParameterizedTest
    @MethodSource("io.graft.engine.reference.Reference#models")
    void every_architecture_generates_what_transformers_generates(String model) throws IOException {
        check(Reference.shared(model));
    }

    private static void check(Reference reference) throws IOException {
        CausalModel model = CausalModel.load(reference.folder());
        JsonNode expected = reference.json("generate.json");
        try (Tokenizer tokenizer = Tokenizer.load(reference.folder())) {
            Generator generator = new Generator(model, tokenizer);
            for (JsonNode generated : expected.path("cases")) {
                int[] prompt = Reference.ints(generated.path("prompt_ids"));
                assertThat(tokenizer.encode(generated.path("prompt").asText())).containsExactly(prompt);
                StringBuilder streamed = new StringBuilder();
                Generation generation = generator.generate(prompt, GenerationConfig.greedy(24), Adapter.NONE, token -> {
                    streamed.append(token.text());
                    return true;
                });
                assertThat(generation.ids()).containsExactly(boxed(generated.path("new_ids")));
                assertThat(generation.text()).isEqualTo(streamed.toString());
                assertThat(generation.ending()).isEqualTo(Generation.Ending.LENGTH);
            }
            checkEnd(generator, expected.path("stop_at_eos"));
        }
    }

    private static void checkEnd(Generator generator, JsonNode expected) {
        GenerationConfig config = GenerationConfig.greedy(24)
                .withEndTokens(Set.of(expected.path("eos_token_id").asInt()));
        Generation generation = generator.generate(
                Reference.ints(expected.path("prompt_ids")), config, Adapter.NONE, TokenListener.NONE);
        assertThat(generation.ids()).containsExactly(boxed(expected.path("new_ids")));
        assertThat(generation.ending()).isEqualTo(Generation.Ending.STOP);
    }

    private static Integer[] boxed(JsonNode array) {
        return Arrays.stream(Reference.ints(array)).boxed().toArray(Integer[]::new);
    }

    @Test
    void streamed_text_equals_the_text_of_all_tokens_even_where_characters_span_tokens() throws IOException {
        Reference reference = Reference.bundled();
        try (Tokenizer tokenizer = Tokenizer.load(reference.folder())) {
            String text = "Ünïcödé — 日本 🌱 and plain words";
            TextStream stream = new TextStream(tokenizer, List.of());
            List<String> pieces = new ArrayList<>();
            for (int id : tokenizer.encodePlain(text)) {
                pieces.add(stream.add(id));
            }
            pieces.add(stream.finish());
            assertThat(String.join("", pieces)).isEqualTo(text);
            assertThat(stream.text()).isEqualTo(text);
            assertThat(pieces).noneMatch(piece -> piece.contains("\uFFFD"));
        }
    }
}
