package io.graft.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.graft.contracts.inference.OpenAiApi.ChatRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayClientTest {

    private final List<String> seen = new ArrayList<>();
    private int status = 200;
    private String answer = "{}";
    private HttpServer server;
    private GatewayClient gateway;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("x-request-id"));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        gateway = new GatewayClient(new JsonClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort())));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_model_without_a_route_is_an_empty_answer() {
        status = 404;
        answer = "{\"status\":404,\"title\":\"Not found\",\"code\":\"not_found\"}";

        assertThat(gateway.route("desk")).isEmpty();
    }

    @Test
    void statistics_are_asked_for_since_a_moment() {
        answer = "{\"model\":\"desk\",\"version\":\"1.1.0\",\"requests\":3,\"errors\":1,\"unavailable\":0,"
                + "\"feedback\":0,\"correct\":0}";

        assertThat(gateway.stats("desk", "1.1.0", Instant.EPOCH).errors()).isEqualTo(1);
        assertThat(seen.getFirst())
                .startsWith("GET /v1/gateway/stats?model=desk&version=1.1.0&since=1970-01-01T00%3A00%3A00Z");
    }

    @Test
    void a_chat_carries_the_callers_request_id() {
        answer = "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"desk@1\",\"choices\":[]}";
        UUID id = UUID.fromString("00000000-0000-0000-0000-000000000001");
        ChatRequest request = ChatRequest.greedy("desk", "hi", 1);

        gateway.chat(id, request);

        assertThat(seen).containsExactly("POST /v1/chat/completions " + id);
    }
}
