package io.graft.modelserver.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.generation.Embedder;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import io.graft.modelserver.ModelServerTest;
import io.graft.modelserver.TestAdapters;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EmbeddingTest extends ModelServerTest {

    private static final int SIZE = 192;

    @Test
    void texts_become_vectors_of_length_one_in_their_order() throws IOException {
        JsonNode answer = json(embed("graft-tiny", List.of("The old man", "went down to the sea"), Map.of()));

        assertThat(answer.path("object").asText()).isEqualTo("list");
        assertThat(answer.path("model").asText()).isEqualTo("graft-tiny");
        assertThat(answer.path("data")).hasSize(2);
        assertThat(answer.path("data").path(1).path("index").asInt()).isEqualTo(1);
        assertThat(answer.path("data").path(1).path("object").asText()).isEqualTo("embedding");
        double[] vector = vector(answer, 0);
        assertThat(vector).hasSize(SIZE);
        assertThat(Arrays.stream(vector).map(value -> value * value).sum()).isCloseTo(1, within(1e-5));
        assertThat(vector(answer, 1)).isNotEqualTo(vector);
        assertThat(answer.path("usage").path("prompt_tokens").asInt()).isPositive();
        assertThat(answer.path("usage").path("total_tokens"))
                .isEqualTo(answer.path("usage").path("prompt_tokens"));
    }

    @Test
    void the_vector_is_the_mean_of_the_engines_hidden_states() throws IOException {
        CausalModel model = CausalModel.load(TestAdapters.MODELS.resolve("graft-tiny"));
        try (Tokenizer tokenizer = model.tokenizer()) {
            Embedder embedder = new Embedder(model, Embedder.Pooling.MEAN, Embedder.Scaling.UNIT);
            float[] expected = embedder.embed(tokenizer.encode("The old man"), Adapter.NONE);

            double[] vector = vector(json(embed("graft-tiny", "The old man", Map.of())), 0);

            for (int i = 0; i < SIZE; i++) {
                assertThat(vector[i]).isCloseTo(expected[i], within(1e-6));
            }
        }
    }

    @Test
    void token_ids_give_the_vector_of_their_text() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(TestAdapters.MODELS.resolve("graft-tiny"))) {
            int[] ids = tokenizer.encode("The old man");
            double[] ofText = vector(json(embed("graft-tiny", "The old man", Map.of())), 0);

            assertThat(vector(json(embed("graft-tiny", ids, Map.of())), 0)).isEqualTo(ofText);
            JsonNode two = json(embed("graft-tiny", List.of(ids, new int[] {7}), Map.of()));

            assertThat(vector(two, 0)).containsExactly(ofText, within(1e-6));
            assertThat(two.path("usage").path("total_tokens").asInt()).isEqualTo(ids.length + 1);
        }
    }

    @Test
    void base64_holds_the_same_numbers_as_little_endian_floats() throws IOException {
        double[] numbers = vector(json(embed("graft-tiny", "Hi", Map.of("encoding_format", "float"))), 0);

        JsonNode coded = json(embed("graft-tiny", "Hi", Map.of("encoding_format", "base64", "dimensions", SIZE)));

        String text = coded.path("data").path(0).path("embedding").asText();
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes.remaining()).isEqualTo(SIZE * Float.BYTES);
        for (double number : numbers) {
            assertThat(bytes.getFloat()).isEqualTo((float) number);
        }
    }

    @Test
    void an_adapter_gives_vectors_of_its_own() throws IOException {
        load("embeds", "hold").then().statusCode(200);

        JsonNode answer = json(embed("embeds", "Why?", Map.of()));

        assertThat(answer.path("model").asText()).isEqualTo("embeds");
        assertThat(vector(answer, 0)).isNotEqualTo(vector(json(embed("graft-tiny", "Why?", Map.of())), 0));
    }

    @Test
    void what_is_wrong_with_the_input_names_its_place() {
        refused("input", "must be a text", null);
        refused("input", "must be a text", 5);
        refused("input", "must not be empty", "");
        refused("input", "must hold 1 to 2048 texts, holds 0", List.of());
        refused("input", "must hold 1 to 2048 texts, holds 2049", Collections.nCopies(2049, "a"));
        refused("input[1]", "must not be empty", List.of("a", ""));
        refused("input[1]", "must not be empty", List.of(List.of(1), List.of()));
        refused("input[1]", "must be a text, or a list of token ids", List.of("a", List.of(1)));
        refused("input[2]", "must be a token id from 0 to 4095, is 4096", List.of(1, 2, 4096));
        refused("input[0]", "must be a token id from 0 to 4095, is 1.5", List.of(1.5));
        refused("input[1][0]", "must be a token id from 0 to 4095, is -1", List.of(List.of(1), List.of(-1)));
        refused("input", "must take at most the 1024 that the model reads", "word ".repeat(3000));
        refused(
                "input",
                "takes 409600 tokens, must take at most 300000 in all",
                Collections.nCopies(400, new int[1024]));
    }

    @Test
    void other_fields_that_cannot_be_done_are_named_too() {
        refused("encoding_format", embed("graft-tiny", "Hi", Map.of("encoding_format", "int8")));
        refused("dimensions", embed("graft-tiny", "Hi", Map.of("dimensions", 64)));
        refused("dimensions", embed("graft-tiny", "Hi", Map.of("dimensions", 192.5)));
        embed("nobody", "Hi", Map.of()).then().statusCode(404).body("error.code", equalTo("not_found"));
        post("/v1/embeddings", "[1]").then().statusCode(400);
    }

    @Test
    void embeddings_are_measured_like_texts() {
        embed("graft-tiny", "Hi", Map.of()).then().statusCode(200);

        assertThat(given().get("/q/metrics").asString().lines())
                .anyMatch(line -> line.startsWith("gen_ai_server_request_duration_seconds_count")
                        && line.contains("gen_ai_operation_name=\"embeddings\""));
    }

    private static void refused(String field, String message, @Nullable Object input) {
        embed("graft-tiny", input, Map.of())
                .then()
                .statusCode(422)
                .body("errors.field", contains(field))
                .body("errors[0].message", containsString(message))
                .body("error.param", equalTo(field));
    }

    private static void refused(String field, Response answer) {
        answer.then().statusCode(422).body("errors.field", contains(field));
    }

    private static Response embed(String model, @Nullable Object input, Map<String, Object> more) {
        Map<String, @Nullable Object> body = new HashMap<>(more);
        body.put("model", model);
        body.put("input", input);
        return post("/v1/embeddings", body);
    }

    private static double[] vector(JsonNode answer, int index) {
        JsonNode numbers = answer.path("data").path(index).path("embedding");
        double[] vector = new double[numbers.size()];
        Arrays.setAll(vector, i -> numbers.path(i).asDouble());
        return vector;
    }
}
