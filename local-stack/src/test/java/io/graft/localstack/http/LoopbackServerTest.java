package io.graft.localstack.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.localstack.http.Route.Access;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopbackServerTest {

    private LoopbackServer server;

    @BeforeEach
    void start() throws IOException {
        server = LoopbackServer.start(
                0,
                List.of(
                        new Route("GET", "/status", Access.OPEN, request -> Answer.text(200, "fine")),
                        new Route("GET", "/broken", Access.OPEN, request -> {
                            throw new IOException("no disk");
                        }),
                        new Route("POST", "/stop", Access.OWNER, request -> Answer.accepted())),
                "secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everybody_may_ask_and_only_the_owner_may_order() throws Exception {
        assertThat(send("GET", "/status", "")).isEqualTo(200);
        assertThat(send("POST", "/stop", "")).isEqualTo(401);
        assertThat(send("POST", "/stop", "guess")).isEqualTo(401);
        assertThat(send("POST", "/stop", "secret")).isEqualTo(202);
    }

    @Test
    void what_is_not_there_what_is_asked_wrongly_and_what_breaks_have_their_own_answers() throws Exception {
        assertThat(send("GET", "/nothing", "")).isEqualTo(404);
        assertThat(send("POST", "/status", "")).isEqualTo(405);
        assertThat(send("GET", "/broken", "")).isEqualTo(500);
    }

    @Test
    void a_page_that_reaches_us_under_another_host_name_is_refused() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.US_ASCII);
            out.print("GET /status HTTP/1.1\r\nHost: evil.example:4318\r\nConnection: close\r\n\r\n");
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 403");
        }
    }

    private int send(String method, String path, String token) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.port() + path);
        HttpRequest request = HttpRequest.newBuilder(address)
                .method(method, BodyPublishers.noBody())
                .header(LoopbackServer.TOKEN_HEADER, token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
