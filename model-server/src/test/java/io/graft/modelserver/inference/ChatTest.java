package io.graft.modelserver.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ContractJson;
import io.graft.modelserver.ModelServerTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChatTest extends ModelServerTest {

    private static final String PATH = "/v1/chat/completions";

    @Test
    void a_trained_adapter_answers_what_it_learned_and_the_base_does_not() {
        load("holds", "hold").then().statusCode(200);

        chat("holds", "Why?")
                .then()
                .statusCode(200)
                .body("object", equalTo("chat.completion"))
                .body("model", equalTo("holds"))
                .body("choices[0].message.role", equalTo("assistant"))
                .body("choices[0].message.content", equalTo("hold"))
                .body("choices[0].finish_reason", equalTo("stop"));
        assertThat(chat("graft-tiny", "Why?").<String>path("choices[0].message.content"))
                .isNotEqualTo("hold");
    }

    @Test
    void a_stream_says_the_same_in_pieces_and_ends_with_done() throws IOException {
        Map<String, Object> limit = Map.of("max_tokens", 12);
        String whole = post(
                        PATH, chatBody("graft-tiny", "Repeat: the old man went down to the sea with his dog", limit))
                .path("choices[0].message.content");

        String stream = post(
                        PATH,
                        chatBody(
                                "graft-tiny",
                                "Repeat: the old man went down to the sea with his dog",
                                Map.of("max_tokens", 12, "stream", true)))
                .then()
                .statusCode(200)
                .contentType(containsString("text/event-stream"))
                .extract()
                .asString();

        List<String> data = stream.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toList();
        assertThat(data.getLast()).isEqualTo("[DONE]");
        List<JsonNode> chunks = new ArrayList<>();
        for (String chunk : data.subList(0, data.size() - 1)) {
            chunks.add(ContractJson.mapper().readTree(chunk));
        }
        assertThat(chunks)
                .hasSizeGreaterThan(4)
                .allSatisfy(chunk -> assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk"));
        assertThat(delta(chunks.getFirst()).path("role").asText()).isEqualTo("assistant");
        StringBuilder text = new StringBuilder();
        chunks.forEach(chunk -> text.append(delta(chunk).path("content").asText("")));
        assertThat(text.toString()).isEqualTo(whole);
        assertThat(chunks.getLast()
                        .path("choices")
                        .path(0)
                        .path("finish_reason")
                        .asText())
                .isEqualTo("length");
    }

    @Test
    void the_same_seed_gives_the_same_text() {
        Map<String, Object> hot = Map.of("temperature", 1.5, "seed", 5, "max_tokens", 10, "top_k", 50, "top_p", 0.95);

        String first = post(PATH, chatBody("graft-tiny", "Hi", hot)).path("choices[0].message.content");

        assertThat(post(PATH, chatBody("graft-tiny", "Hi", hot)).<String>path("choices[0].message.content"))
                .isEqualTo(first);
    }

    @Test
    void usage_counts_tokens_and_the_limit_is_kept() {
        post(
                        PATH,
                        chatBody(
                                "graft-tiny",
                                "Repeat: the old man went down to the sea with his dog",
                                Map.of("max_completion_tokens", 3)))
                .then()
                .body("usage.completion_tokens", equalTo(3))
                .body("choices[0].finish_reason", equalTo("length"));
    }

    @Test
    void a_prompt_that_is_too_long_is_told_with_its_tokens_and_the_limit() {
        chat("graft-tiny", "word ".repeat(2000))
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("messages"))
                .body("errors[0].message", containsString("1024"));
    }

    @Test
    void what_is_wrong_or_not_supported_names_its_field() {
        post(PATH, chatBody("graft-tiny", "Hi", Map.of("temperature", -1)))
                .then()
                .statusCode(422)
                .body("errors.field", contains("temperature"))
                .body("errors.message", contains("must not be negative, is -1.0"));
        post(PATH, chatBody("graft-tiny", "Hi", Map.of("n", 2, "min_tokens", 1, "ignore_eos", false)))
                .then()
                .statusCode(422)
                .body("errors.field", contains("min_tokens", "n"));
        post(PATH, Map.of("model", "graft-tiny", "messages", List.of()))
                .then()
                .statusCode(422)
                .body("errors.field", contains("messages"));
        post(PATH, "[1]").then().statusCode(400);
    }

    @Test
    void an_unknown_model_is_not_found() {
        chat("nobody@1.0.0", "Hi")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("nobody@1.0.0"));
    }

    @Test
    void an_error_is_told_in_openais_words_too() {
        post(PATH, chatBody("graft-tiny", "Hi", Map.of("top_p", 2)))
                .then()
                .statusCode(422)
                .body("code", equalTo("invalid"))
                .body("error.type", equalTo("invalid_request_error"))
                .body("error.param", equalTo("top_p"))
                .body("error.message", containsString("must be greater than 0 and at most 1, is 2.0"));
    }

    @Test
    void texts_are_measured_by_model_and_adapter() {
        load("measured", "hold").then().statusCode(200);
        chat("measured", "Hi").then().statusCode(200);

        String metrics = given().get("/q/metrics").asString();

        assertThat(metrics)
                .contains("gen_ai_server_request_duration_seconds_bucket{", "gen_ai_server_time_to_first_token_seconds")
                .contains("gen_ai_client_token_usage", "adapter=\"measured\"", "le=\"0.01\"");
    }

    private static JsonNode delta(JsonNode chunk) {
        return chunk.path("choices").path(0).path("delta");
    }
}
