package io.graft.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.graft.contracts.ArtifactFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JsonClientTest {

    private final AtomicReference<String> answer = new AtomicReference<>("{}");
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicReference<String> seenTrace = new AtomicReference<>("");
    private HttpServer server;
    private JsonClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seenTrace.set(exchange.getRequestHeaders().getFirst("traceparent"));
            byte[] body = answer.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        client = new JsonClient(base, () -> Map.of("traceparent", "00-abc"));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void an_answer_becomes_a_record_and_headers_go_along() {
        String digest = "sha256:" + "a".repeat(64);
        answer.set("{\"path\":\"a\",\"digest\":\"" + digest + "\",\"size\":3}");

        assertThat(client.get("/x", ArtifactFile.class)).isEqualTo(new ArtifactFile("a", digest, 3));
        assertThat(seenTrace.get()).isEqualTo("00-abc");
    }

    @Test
    void a_problem_keeps_its_code_and_names_the_fields() {
        status.set(422);
        answer.set("""
                {"type":"t","title":"Invalid","status":422,"code":"invalid","detail":"1 field is wrong",
                 "errors":[{"field":"config.lora.r","message":"must be at least 1, is 0"}]}""");

        RemoteProblem problem = catchThrowableOfType(RemoteProblem.class, () -> client.get("/x", Void.class));

        assertThat(problem.detail().code()).isEqualTo("invalid");
        assertThat(problem).hasMessage("1 field is wrong; config.lora.r: must be at least 1, is 0 (422 from /x)");
    }

    @Test
    void a_plain_error_page_is_shown_as_it_is() {
        status.set(500);
        answer.set("out of coffee");

        assertThatThrownBy(() -> client.get("/x", Void.class)).hasMessage("out of coffee (500 from /x)");
    }

    @Test
    void a_service_that_starts_or_is_down_is_unavailable() throws IOException {
        status.set(503);
        assertThatThrownBy(() -> client.get("/x", Void.class)).isInstanceOf(UnavailableException.class);

        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        JsonClient nobody = new JsonClient(URI.create("http://127.0.0.1:" + unused));
        assertThatThrownBy(() -> nobody.get("/x", Void.class)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void parts_of_a_path_are_escaped() {
        assertThat(JsonClient.path("/m/{}/{}/x", "a b/c", "1.0")).isEqualTo("/m/a%20b%2Fc/1.0/x");
    }
}
