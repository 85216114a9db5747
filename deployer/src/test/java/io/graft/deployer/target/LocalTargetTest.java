package io.graft.deployer.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.graft.client.GatewayClient;
import io.graft.client.JsonClient;
import io.graft.client.ModelServerClient;
import io.graft.contracts.inference.InferenceApi.Share;
import io.graft.deployer.analysis.Health;
import io.graft.deployer.traffic.TrafficSplit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What goes over the wire to model server and gateway, and what their answers mean.
class LocalTargetTest {

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private LocalTarget target;

    record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        JsonClient client = new JsonClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        target = new LocalTarget(new ModelServerClient(client), new GatewayClient(client));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void an_adapter_is_loaded_from_the_registry_under_name_and_version() {
        answers.put(
                "POST /v1/load_lora_adapter",
                new Answer(200, "{\"lora_name\":\"desk@1.1.0\",\"base_model\":\"tiny\",\"requests\":0}"));

        target.load("desk", "1.1.0");

        assertThat(calls)
                .containsExactly("POST /v1/load_lora_adapter "
                        + "{\"lora_name\":\"desk@1.1.0\",\"lora_path\":\"registry://desk/1.1.0\"}");
    }

    @Test
    void the_loaded_versions_of_one_model_are_told_from_those_of_others() {
        answers.put("GET /lora-adapters", new Answer(200, adapters("desk@1.0.0", "desk@1.1.0", "desk-two@3.0.0")));

        assertThat(target.loaded("desk")).containsExactlyInAnyOrder("1.0.0", "1.1.0");
    }

    @Test
    void a_refusal_is_final_and_trouble_is_not() {
        answers.put("POST /v1/load_lora_adapter", new Answer(422, problem(422, "rank 64 is too much")));
        assertThatExceptionOfType(TargetException.Refused.class)
                .isThrownBy(() -> target.load("desk", "1.1.0"))
                .withMessageStartingWith("rank 64 is too much");

        for (int status : new int[] {429, 500, 503}) {
            answers.put("POST /v1/load_lora_adapter", new Answer(status, problem(status, "busy")));
            assertThatExceptionOfType(TargetException.Unreachable.class).isThrownBy(() -> target.load("desk", "1.1.0"));
        }
    }

    @Test
    void a_route_is_changed_with_the_revision_that_was_seen() {
        String route = "{\"model\":\"desk\",\"shares\":[{\"version\":\"1.0.0\",\"weight\":100}],\"revision\":7}";
        answers.put("GET /v1/gateway/routes/desk", new Answer(200, route));
        answers.put("PUT /v1/gateway/routes/desk", new Answer(200, route));

        RouteSeen seen = target.route("desk");
        target.shift("desk", new RouteChange(TrafficSplit.of("1.1.0", "1.0.0", 25), seen.revision()));

        assertThat(seen.split().shares()).containsExactly(new Share("1.0.0", 100));
        assertThat(calls.getLast())
                .isEqualTo(
                        "PUT /v1/gateway/routes/desk {\"model\":\"desk\",\"shares\":["
                                + "{\"version\":\"1.0.0\",\"weight\":75},{\"version\":\"1.1.0\",\"weight\":25}],\"revision\":7}");
    }

    @Test
    void a_model_without_a_route_has_revision_0_and_a_route_to_nothing_is_taken_away() {
        answers.put("GET /v1/gateway/routes/desk", new Answer(404, problem(404, "no route desk")));
        answers.put("DELETE /v1/gateway/routes/desk", new Answer(204, ""));

        assertThat(target.route("desk")).isEqualTo(RouteSeen.NONE);
        target.shift("desk", new RouteChange(TrafficSplit.NOTHING, 7));

        assertThat(calls.getLast()).isEqualTo("DELETE /v1/gateway/routes/desk ");
    }

    @Test
    void a_route_that_changed_meanwhile_is_looked_at_again() {
        answers.put("PUT /v1/gateway/routes/desk", new Answer(412, problem(412, "at revision 8")));

        assertThatExceptionOfType(TargetException.Unreachable.class)
                .isThrownBy(() -> target.shift("desk", new RouteChange(TrafficSplit.all("1.1.0"), 7)));
    }

    @Test
    void a_probe_asks_the_version_itself() {
        answers.put(
                "POST /v1/chat/completions",
                new Answer(200, "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"choices\":[]}"));
        assertThat(target.probe("desk", "1.1.0")).isInstanceOf(Health.Healthy.class);
        assertThat(calls.getLast()).contains("\"model\":\"desk@1.1.0\"", "\"max_tokens\":1");

        answers.put("POST /v1/chat/completions", new Answer(500, problem(500, "shape mismatch")));
        assertThat(target.probe("desk", "1.1.0")).isInstanceOf(Health.Unhealthy.class);

        answers.put("POST /v1/chat/completions", new Answer(503, problem(503, "starting")));
        assertThat(target.probe("desk", "1.1.0")).isInstanceOf(Health.Unknown.class);
    }

    @Test
    void who_does_not_answer_is_not_ready() {
        assertThat(target.isReady()).isFalse();
        answers.put("GET /lora-adapters", new Answer(200, "[]"));
        answers.put("GET /v1/gateway/routes", new Answer(200, "{\"items\":[]}"));
        assertThat(target.isReady()).isTrue();

        server.stop(0);
        assertThat(target.isReady()).isFalse();
        assertThatExceptionOfType(TargetException.Unreachable.class).isThrownBy(() -> target.loaded("desk"));
    }

    private static String adapters(String... names) {
        return List.of(names).stream()
                .map(name -> "{\"lora_name\":\"%s\",\"base_model\":\"tiny\",\"requests\":0}".formatted(name))
                .toList()
                .toString();
    }

    private static String problem(int status, String detail) {
        return "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":%d,\"detail\":\"%s\",\"code\":\"x\"}"
                .formatted(status, detail);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(call + " " + body);
        Answer answer = answers.getOrDefault(call, new Answer(404, problem(404, "nothing at " + call)));
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
