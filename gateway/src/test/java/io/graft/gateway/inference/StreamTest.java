package io.graft.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.gateway.FakeModelServer.Mood;
import io.graft.gateway.GatewayTest;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StreamTest extends GatewayTest {

    @TestHTTPResource("/v1/chat/completions")
    URI chat = URI.create("");

    @Test
    void a_stream_comes_event_by_event_under_the_name_of_its_version() throws Exception {
        String model = routed("1.0.0", 100);

        Streamed answer = stream(model);

        assertThat(answer.answer().statusCode()).isEqualTo(200);
        assertThat(answer.answer().headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(answer.answer().headers().firstValue("x-graft-version")).contains("1.0.0");
        assertThat(answer.body()).hasSize(4).last().isEqualTo("data: [DONE]");
        assertThat(answer.body().getFirst()).contains("\"model\":\"" + model + "@1.0.0\"", "\"delta\"");
    }

    @Test
    void a_stream_is_recorded_when_its_end_is_seen() throws Exception {
        String model = routed("1.0.0", 100);

        stream(model);

        assertThat(stat(model, "1.0.0", "requests")).isEqualTo(1);
        assertThat(stat(model, "1.0.0", "errors")).isZero();
    }

    @Test
    void a_stream_that_breaks_off_or_tells_an_error_counts_against_the_version() throws Exception {
        String model = routed("1.0.0", 100);
        modelServer.mood(model + "@1.0.0", Mood.BREAKS_OFF);
        assertThat(stream(model).body().getLast()).contains("the answer broke off");
        modelServer.mood(model + "@1.0.0", Mood.TELLS_AN_ERROR);
        assertThat(stream(model).body().getLast()).contains("out of thought");
        modelServer.mood(model + "@1.0.0", Mood.BABBLES);
        assertThat(stream(model).body().getLast()).contains("unreadable");

        assertThat(stat(model, "1.0.0", "errors")).isEqualTo(3);
    }

    @Test
    void a_model_server_that_dies_in_the_middle_is_no_fault_of_the_version() throws Exception {
        String model = routed("1.0.0", 100);
        modelServer.mood(model + "@1.0.0", Mood.HANGS_UP);

        assertThat(stream(model).body().getLast()).contains("the model server went away");

        assertThat(stat(model, "1.0.0", "errors")).isZero();
        assertThat(stat(model, "1.0.0", "unavailable")).isEqualTo(1);
    }

    @Test
    void a_caller_who_leaves_ends_the_work_and_counts_against_nobody() throws Exception {
        String model = routed("1.0.0", 100);
        modelServer.mood(model + "@1.0.0", Mood.NEVER_ENDS);
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> answer = http.send(request(model), BodyHandlers.ofInputStream());
            assertThat(answer.body().read()).isPositive();
            answer.body().close();
        }

        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!modelServer.wasCutOff(model + "@1.0.0")) {
            assertThat(System.nanoTime()).as("time until the answer is cut off").isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(stat(model, "1.0.0", "requests")).isZero();
        assertThat(stat(model, "1.0.0", "errors")).isZero();
    }

    private Streamed stream(String model) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request(model), BodyHandlers.ofString());
            return new Streamed(
                    answer,
                    answer.body().lines().filter(line -> !line.isEmpty()).toList());
        }
    }

    private HttpRequest request(String model) {
        String body = """
                {"model":"%s","stream":true,"messages":[{"role":"user","content":"hi"}]}""".formatted(model);
        return HttpRequest.newBuilder(chat)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /// The events of an answer.
    private record Streamed(HttpResponse<String> answer, List<String> body) {}
}
