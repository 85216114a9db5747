package io.graft.modelserver.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.modelserver.ModelServerTest;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChatLogprobsTest extends ModelServerTest {

    private static final String PATH = "/v1/chat/completions";
    private static final String QUESTION = "Repeat: the old man went down to the sea with his dog";

    @Test
    void every_token_of_the_message_comes_with_its_likelihood_and_the_likeliest_ones() throws IOException {
        JsonNode choice = choice(Map.of("max_tokens", 10, "logprobs", true, "top_logprobs", 3));

        JsonNode content = choice.path("logprobs").path("content");
        assertThat(text(content))
                .isEqualTo(choice.path("message").path("content").asText());
        for (JsonNode token : content) {
            JsonNode top = token.path("top_logprobs");
            assertThat(top).hasSize(3);
            assertThat(top.path(0).path("token"))
                    .as("greedy takes the likeliest")
                    .isEqualTo(token.path("token"));
            assertThat(top.path(0).path("logprob")).isEqualTo(token.path("logprob"));
            assertThat(top.path(1).path("logprob").asDouble())
                    .isLessThanOrEqualTo(top.path(0).path("logprob").asDouble());
            assertThat(top.path(2).path("bytes")).isNotEmpty();
        }
    }

    @Test
    void logprobs_are_the_models_own_whatever_temperature_and_penalties_are() throws IOException {
        Map<String, Object> plain = Map.of("max_tokens", 1, "logprobs", true, "top_logprobs", 20);
        Map<String, Object> hot = new HashMap<>(plain);
        hot.putAll(Map.of("temperature", 1.7, "seed", 4, "repetition_penalty", 1.5, "top_k", 5));

        JsonNode cold = choice(plain).path("logprobs").path("content").path(0).path("top_logprobs");
        JsonNode drawn = choice(hot).path("logprobs").path("content").path(0).path("top_logprobs");

        assertThat(drawn).isEqualTo(cold);
        assertThat(drawn).hasSize(20);
    }

    @Test
    void a_stream_tells_the_same_in_pieces() throws IOException {
        Map<String, Object> wish =
                Map.of("max_tokens", 12, "logprobs", true, "top_logprobs", 2, "temperature", 3, "seed", 8);
        JsonNode whole = choice(wish);
        Map<String, Object> streamed = new HashMap<>(wish);
        streamed.put("stream", true);

        List<JsonNode> told = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (JsonNode event : events(post(PATH, chatBody("graft-tiny", QUESTION, streamed)))) {
            JsonNode choice = event.path("choices").path(0);
            text.append(choice.path("delta").path("content").asText());
            choice.path("logprobs").path("content").forEach(told::add);
        }

        assertThat(text.toString())
                .isEqualTo(whole.path("message").path("content").asText());
        assertThat(told).containsExactlyElementsOf(whole.path("logprobs").path("content"));
    }

    @Test
    void the_token_that_ends_a_message_is_no_part_of_it() throws IOException {
        load("ends", "hold").then().statusCode(200);

        JsonNode answer = json(post(PATH, chatBody("ends", "Why?", Map.of("logprobs", true))));

        JsonNode choice = answer.path("choices").path(0);
        JsonNode content = choice.path("logprobs").path("content");
        assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(text(content)).isEqualTo("hold");
        assertThat(content)
                .allSatisfy(token -> assertThat(token.path("top_logprobs")).isEmpty());
        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(content.size() + 1);
    }

    @Test
    void without_the_wish_there_are_none() throws IOException {
        assertThat(choice(Map.of("max_tokens", 2)).has("logprobs")).isFalse();
        assertThat(choice(Map.of("max_tokens", 2, "logprobs", false)).has("logprobs"))
                .isFalse();
    }

    @Test
    void a_penalty_takes_what_is_repeated_away_from_the_answer() throws IOException {
        Map<String, Object> limit = Map.of("max_tokens", 40, "logprobs", true);
        List<String> free = tokens(choice(limit));
        assertThat(free).as("graft-tiny repeats itself").hasSizeGreaterThan((int)
                free.stream().distinct().count());

        for (String penalty : List.of("presence_penalty", "frequency_penalty")) {
            Map<String, Object> wish = new HashMap<>(limit);
            wish.put(penalty, 2);
            List<String> penalised = tokens(choice(wish));
            assertThat(penalised.stream().distinct().count())
                    .as(penalty)
                    .isGreaterThan(free.stream().distinct().count());
        }
        Map<String, Object> wish = new HashMap<>(limit);
        wish.put("repetition_penalty", 1000);
        List<String> never = tokens(choice(wish));
        assertThat(never).as("a penalty without measure").doesNotHaveDuplicates();
    }

    @Test
    void min_p_of_one_leaves_only_the_likeliest() throws IOException {
        String greedy =
                choice(Map.of("max_tokens", 8)).path("message").path("content").asText();

        JsonNode hot = choice(Map.of("max_tokens", 8, "temperature", 4, "seed", 2, "min_p", 1));

        assertThat(hot.path("message").path("content").asText()).isEqualTo(greedy);
    }

    @Test
    void values_out_of_range_name_their_field() {
        refused("top_logprobs", Map.of("logprobs", true, "top_logprobs", 21), "must be from 0 to 20, is 21");
        refused("top_logprobs", Map.of("logprobs", true, "top_logprobs", -1), "must be from 0 to 20, is -1");
        refused("top_logprobs", Map.of("top_logprobs", 2), "must be absent unless logprobs is true");
        refused("logprobs", Map.of("logprobs", 5), "must be true or false, is 5");
        refused("top_logprobs", Map.of("logprobs", true, "top_logprobs", 1.5), "must be a whole number, is 1.5");
        refused("min_p", Map.of("min_p", 1.1), "must be from 0 to 1, is 1.1");
        refused("repetition_penalty", Map.of("repetition_penalty", 0), "must be from 0.001 to 1000, is 0.0");
        refused("presence_penalty", Map.of("presence_penalty", 2.1), "must be from -2 to 2, is 2.1");
        refused("frequency_penalty", Map.of("frequency_penalty", -3), "must be from -2 to 2, is -3.0");
        refused("top_k", Map.of("top_k", -2), "must not be negative, is -2");
        post(PATH, chatBody("graft-tiny", QUESTION, Map.of("min_p", "much")))
                .then()
                .statusCode(400)
                .body("errors.field", contains("min_p"))
                .body("error.param", equalTo("min_p"))
                .body("error.type", equalTo("invalid_request_error"));
    }

    private static void refused(String field, Map<String, Object> wish, String message) {
        post(PATH, chatBody("graft-tiny", QUESTION, wish))
                .then()
                .statusCode(422)
                .body("errors.field", contains(field))
                .body("errors.message", contains(message))
                .body("error.param", equalTo(field));
    }

    private static JsonNode choice(Map<String, Object> wish) throws IOException {
        return json(post(PATH, chatBody("graft-tiny", QUESTION, wish)))
                .path("choices")
                .path(0);
    }

    private static List<String> tokens(JsonNode choice) {
        return choice.path("logprobs").path("content").findValuesAsText("token");
    }

    private static String text(JsonNode content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.forEach(token -> token.path("bytes").forEach(value -> bytes.write(value.asInt())));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
