package io.graft.gateway.inference;

import io.graft.client.JsonClient;
import io.graft.gateway.GatewayConfig;
import io.graft.gateway.inference.UpstreamReply.Away;
import io.graft.gateway.inference.UpstreamReply.Events;
import io.graft.gateway.inference.UpstreamReply.Failed;
import io.graft.gateway.inference.UpstreamReply.Refused;
import io.graft.gateway.inference.UpstreamReply.Said;
import io.graft.gateway.inference.UpstreamReply.Unknown;
import io.graft.gateway.inference.UpstreamReply.Whole;
import io.graft.kit.urls.Clients;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Asks the model server, once per call.
@ApplicationScoped
class UpstreamClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final String EVENT_STREAM = "text/event-stream";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final JsonClient modelServer;
    private final Duration timeout;

    UpstreamClient(Clients clients, GatewayConfig config) {
        this.modelServer = clients.modelServer();
        this.timeout = config.answerTimeout();
    }

    UpstreamReply ask(Ask ask, Target target) {
        HttpRequest request = modelServer
                .postRequest(ask.form().path(), ask.bodyFor(target.upstream()))
                .setHeader("Accept", ask.stream() ? EVENT_STREAM + ", application/json" : "application/json")
                .setHeader("x-request-id", ask.requestId().toString())
                .timeout(timeout)
                .build();
        try {
            return reply(http.send(request, BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            return new Away(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Away("the gateway is stopping");
        }
    }

    private static UpstreamReply reply(HttpResponse<InputStream> response) throws IOException {
        String type = response.headers().firstValue("content-type").orElse("application/json");
        if (response.statusCode() == 200 && type.startsWith(EVENT_STREAM)) {
            return new Events(response.body());
        }
        try (InputStream stream = response.body()) {
            byte[] body = stream.readAllBytes();
            Said said = new Said(
                    response.statusCode(), type, body, response.headers().firstValue("retry-after"));
            return switch (response.statusCode()) {
                case 200 -> new Whole(body);
                case 404 -> new Unknown();
                case 502, 503, 504 -> new Away("it answered " + response.statusCode());
                default -> response.statusCode() < 500 ? new Refused(said) : new Failed(said);
            };
        }
    }
}
