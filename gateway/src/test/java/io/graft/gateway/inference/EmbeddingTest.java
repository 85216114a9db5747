package io.graft.gateway.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.graft.gateway.FakeModelServer.Mood;
import io.graft.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EmbeddingTest extends GatewayTest {

    @Test
    void vectors_come_from_the_version_that_the_route_names() {
        String model = routed("1.0.0", 100);

        embed(model, List.of("hi", "ho"))
                .then()
                .statusCode(200)
                .header("x-graft-version", "1.0.0")
                .body("model", equalTo(model + "@1.0.0"))
                .body("data[0].embedding", contains(0.6f, -0.8f));

        assertThat(modelServer
                        .requests(model + "@1.0.0")
                        .getFirst()
                        .path("input")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void texts_and_token_ids_go_through_and_nothing_else() {
        String model = routed("1.0.0", 100);

        embed(model, "hi").then().statusCode(200);
        embed(model, List.of(List.of(1, 2))).then().statusCode(200);
        for (Object wrong : List.of(5, List.of(), Map.of("text", "hi"))) {
            embed(model, wrong)
                    .then()
                    .statusCode(422)
                    .body("errors.field", contains("input"))
                    .body("error.param", equalTo("input"));
        }
    }

    @Test
    void an_answer_counts_for_its_version_but_nobody_can_judge_its_text() {
        String model = routed("1.0.0", 100);

        String id = embed(model, "hi").header("x-request-id");

        assertThat(stat(model, "1.0.0", "requests")).isEqualTo(1);
        given().contentType(ContentType.JSON)
                .body(Map.of("request_id", id, "rating", 1))
                .post("/v1/gateway/feedback")
                .then()
                .statusCode(409)
                .body("code", equalTo("prediction_without_answer"));
    }

    @Test
    void a_failure_counts_against_its_version() {
        String model = routed("1.0.0", 100);
        modelServer.mood(model + "@1.0.0", Mood.FAILS);

        embed(model, "hi").then().statusCode(500);

        assertThat(stat(model, "1.0.0", "errors")).isEqualTo(1);
    }

    private static Response embed(String model, Object input) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("model", model, "input", input))
                .post("/v1/embeddings");
    }
}
