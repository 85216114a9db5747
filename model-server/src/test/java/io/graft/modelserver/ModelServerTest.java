package io.graft.modelserver;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ContractJson;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/// A running model server with graft-tiny.
@WithTestResource(ServerFolders.class)
public abstract class ModelServerTest {

    @BeforeEach
    void awaitReadiness() {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (given().get("/q/health/ready").statusCode() != 200) {
            assertThat(System.nanoTime()).as("time until the server is ready").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    protected static Response load(String name, String path) {
        return post("/v1/load_lora_adapter", Map.of("lora_name", name, "lora_path", path));
    }

    protected static Response post(String path, Object body) {
        return given().contentType(ContentType.JSON).body(body).post(path);
    }

    protected static Response chat(String model, String text) {
        return post("/v1/chat/completions", chatBody(model, text, Map.of()));
    }

    protected static Map<String, Object> chatBody(String model, String text, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("model", model);
        body.put("messages", List.of(Map.of("role", "user", "content", text)));
        return body;
    }

    protected static JsonNode json(Response answer) throws IOException {
        return ContractJson.mapper()
                .readTree(answer.then().statusCode(200).extract().asString());
    }

    /// The events of a streamed answer, which ends with `[DONE]`.
    protected static List<JsonNode> events(Response stream) throws IOException {
        String text = stream.then()
                .statusCode(200)
                .contentType(containsString("text/event-stream"))
                .extract()
                .asString();
        List<JsonNode> events = new ArrayList<>();
        for (String line :
                text.lines().filter(line -> line.startsWith("data: {")).toList()) {
            events.add(ContractJson.mapper().readTree(line.substring("data: ".length())));
        }
        assertThat(text.strip()).endsWith("data: [DONE]");
        return events;
    }
}
