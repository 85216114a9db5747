package io.graft.gateway;

import static io.restassured.RestAssured.given;

import io.graft.testkit.BackendsResource;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A running gateway on a real database and broker, with a model server that does as it is told.
@WithTestResource(BackendsResource.class)
@WithTestResource(ModelServerPort.class)
public abstract class GatewayTest {

    @ConfigProperty(name = ModelServerPort.PROPERTY)
    int port;

    protected FakeModelServer modelServer;

    @BeforeEach
    void startModelServer() {
        modelServer = new FakeModelServer(port);
    }

    @AfterEach
    void stopModelServer() {
        modelServer.close();
    }

    /// A model of this test alone, routed to versions with their weights.
    protected static String routed(Object... versionsAndWeights) {
        String model = "m-" + UUID.randomUUID();
        route(model, versionsAndWeights);
        return model;
    }

    protected static void route(String model, Object... versionsAndWeights) {
        given().contentType(ContentType.JSON)
                .body(Map.of("shares", shares(versionsAndWeights)))
                .put("/v1/gateway/routes/" + model)
                .then()
                .statusCode(200);
    }

    protected static List<Map<String, Object>> shares(Object... versionsAndWeights) {
        return IntStream.range(0, versionsAndWeights.length / 2)
                .mapToObj(i -> Map.of("version", versionsAndWeights[2 * i], "weight", versionsAndWeights[2 * i + 1]))
                .toList();
    }

    protected static Response chat(String model, String text) {
        return chat(model, text, Map.of());
    }

    protected static Response chat(String model, String text, Map<String, String> headers) {
        return given().contentType(ContentType.JSON)
                .headers(headers)
                .body(Map.of("model", model, "messages", List.of(Map.of("role", "user", "content", text))))
                .post("/v1/chat/completions");
    }

    /// One number of a version's statistics.
    protected static int stat(String model, String version, String name) {
        return given().queryParams("model", model, "version", version)
                .get("/v1/gateway/stats")
                .then()
                .statusCode(200)
                .extract()
                .path(name);
    }
}
