package io.graft.modelserver;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
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
}
