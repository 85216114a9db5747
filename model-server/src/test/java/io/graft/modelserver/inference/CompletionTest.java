package io.graft.modelserver.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.modelserver.ModelServerTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CompletionTest extends ModelServerTest {

    @Test
    void a_text_is_continued_with_sixteen_tokens_by_default() {
        complete("Once upon a time", Map.of())
                .then()
                .statusCode(200)
                .body("object", equalTo("text_completion"))
                .body("usage.completion_tokens", equalTo(16));
    }

    @Test
    void a_stop_text_ends_the_answer_and_is_not_part_of_it() {
        String free = complete("Once upon a time", Map.of()).path("choices[0].text");
        String stop = free.strip().substring(5, 8);

        Response stopped = complete("Once upon a time", Map.of("stop", stop));

        stopped.then().body("choices[0].finish_reason", equalTo("stop"));
        assertThat(free).startsWith(stopped.<String>path("choices[0].text"));
        assertThat(stopped.<String>path("choices[0].text")).doesNotContain(stop);
    }

    @Test
    void echo_and_logprobs_tell_how_likely_every_token_is() {
        Response answer =
                complete("Once upon a time", Map.of("echo", true, "logprobs", 2, "max_tokens", 3, "temperature", 0));

        answer.then().body("choices[0].text", startsWith("Once upon a time"));
        List<String> tokens = answer.path("choices[0].logprobs.tokens");
        List<Float> logprobs = answer.path("choices[0].logprobs.token_logprobs");
        List<Map<String, Float>> top = answer.path("choices[0].logprobs.top_logprobs");
        assertThat(logprobs).hasSameSizeAs(tokens).hasSameSizeAs(top);
        assertThat(logprobs.getFirst()).isNull();
        assertThat(logprobs.subList(1, logprobs.size())).allMatch(logprob -> logprob < 0);
        assertThat(top.getLast()).hasSizeBetween(1, 2);
        double best = top.getLast().values().stream()
                .mapToDouble(Float::doubleValue)
                .max()
                .orElseThrow();
        assertThat(logprobs.getLast().doubleValue())
                .as("greedy takes the likeliest")
                .isCloseTo(best, within(1e-5));
    }

    @Test
    void a_prompt_alone_can_be_scored() {
        complete("Once upon a time", Map.of("echo", true, "logprobs", 0, "max_tokens", 0))
                .then()
                .statusCode(200)
                .body("choices[0].text", equalTo("Once upon a time"))
                .body("usage.completion_tokens", equalTo(0));
    }

    @Test
    void logprobs_have_a_limit_and_a_prompt_must_hold_something() {
        complete("Hi", Map.of("logprobs", 21)).then().statusCode(422).body("errors[0].field", equalTo("logprobs"));
        complete("Hi", Map.of("top_logprobs", 1))
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("top_logprobs"));
        complete("", Map.of()).then().statusCode(422).body("errors[0].field", equalTo("prompt"));
    }

    @Test
    void a_stream_tells_the_same_logprobs_as_a_whole_answer() throws IOException {
        Map<String, Object> wish = Map.of("echo", true, "logprobs", 2, "max_tokens", 6, "seed", 3, "temperature", 2);
        JsonNode whole =
                json(complete("Once upon a time", wish)).path("choices").path(0);
        Map<String, Object> streamed = new HashMap<>(wish);
        streamed.put("stream", true);

        Map<String, List<JsonNode>> told = new HashMap<>();
        StringBuilder text = new StringBuilder();
        for (JsonNode event : events(complete("Once upon a time", streamed))) {
            JsonNode choice = event.path("choices").path(0);
            text.append(choice.path("text").asText());
            choice.path("logprobs")
                    .properties()
                    .forEach(list -> list.getValue()
                            .forEach(value -> told.computeIfAbsent(list.getKey(), name -> new ArrayList<>())
                                    .add(value)));
        }

        assertThat(text.toString()).isEqualTo(whole.path("text").asText());
        assertThat(told).containsOnlyKeys("tokens", "token_logprobs", "top_logprobs", "text_offset");
        told.forEach((name, values) -> assertThat(values)
                .containsExactlyElementsOf(whole.path("logprobs").path(name)));
    }

    @Test
    void the_token_that_was_drawn_is_among_the_likely_ones_even_if_it_is_none() {
        Response answer =
                complete("Once upon a time", Map.of("logprobs", 1, "max_tokens", 12, "temperature", 5, "seed", 1));

        List<String> tokens = answer.path("choices[0].logprobs.tokens");
        List<Map<String, Float>> top = answer.path("choices[0].logprobs.top_logprobs");
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(top.get(i)).containsKey(tokens.get(i)).hasSizeLessThanOrEqualTo(2);
        }
        assertThat(top).anyMatch(likely -> likely.size() == 2);
    }

    @Test
    void a_completion_can_be_streamed_with_its_prompt() {
        String stream = complete("Once upon", Map.of("stream", true, "echo", true, "max_tokens", 4))
                .asString();

        assertThat(stream).contains("\"text\":\"Once upon\"").contains("\"finish_reason\":\"length\"");
        assertThat(stream.strip()).endsWith("data: [DONE]");
    }

    private static Response complete(String prompt, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("model", "graft-tiny");
        body.put("prompt", prompt);
        return post("/v1/completions", body);
    }
}
