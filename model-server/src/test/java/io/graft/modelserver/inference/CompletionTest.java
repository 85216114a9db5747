package io.graft.modelserver.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.graft.modelserver.ModelServerTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
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
    void logprobs_have_a_limit_and_no_stream() {
        complete("Hi", Map.of("logprobs", 21)).then().statusCode(422).body("errors[0].field", equalTo("logprobs"));
        complete("Hi", Map.of("logprobs", 1, "stream", true))
                .then()
                .statusCode(422)
                .body("errors", hasSize(1));
        complete("", Map.of()).then().statusCode(422).body("errors[0].field", equalTo("prompt"));
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
