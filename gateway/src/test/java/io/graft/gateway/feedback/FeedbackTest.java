package io.graft.gateway.feedback;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.graft.gateway.FakeModelServer.Mood;
import io.graft.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FeedbackTest extends GatewayTest {

    @Test
    void a_label_is_compared_without_case_and_surrounding_space() {
        String model = routed("1.0.0", 100);
        String id = chat(model, "hi").header("x-request-id");

        feedback(Map.of("request_id", id, "label", "  " + model.toUpperCase(Locale.ROOT) + "@1.0.0 SAYS hi "))
                .then()
                .statusCode(200)
                .body("correct", equalTo(true));

        assertThat(stat(model, "1.0.0", "feedback")).isEqualTo(1);
        assertThat(stat(model, "1.0.0", "correct")).isEqualTo(1);
    }

    @Test
    void the_same_feedback_twice_is_one_and_another_one_replaces_it() {
        String model = routed("1.0.0", 100);
        String id = chat(model, "hi").header("x-request-id");

        feedback(Map.of("request_id", id, "rating", 1));
        feedback(Map.of("request_id", id, "rating", 1));
        assertThat(stat(model, "1.0.0", "correct")).isEqualTo(1);
        feedback(Map.of("request_id", id, "label", "something else")).then().body("correct", equalTo(false));

        assertThat(stat(model, "1.0.0", "feedback")).isEqualTo(1);
        assertThat(stat(model, "1.0.0", "correct")).isZero();
    }

    @Test
    void feedback_needs_an_answer() {
        String model = routed("1.0.0", 100);
        modelServer.mood(model + "@1.0.0", Mood.FAILS);
        String failed = chat(model, "hi").header("x-request-id");

        feedback(Map.of("request_id", UUID.randomUUID().toString(), "rating", 1))
                .then()
                .statusCode(404);
        feedback(Map.of("request_id", failed, "rating", 1))
                .then()
                .statusCode(409)
                .body("code", equalTo("prediction_without_answer"));
    }

    @Test
    void feedback_says_exactly_one_thing() {
        String id = UUID.randomUUID().toString();

        feedback(Map.of("request_id", id)).then().statusCode(422);
        feedback(Map.of("request_id", id, "rating", 2)).then().statusCode(422);
        feedback(Map.of("request_id", id, "rating", 1, "label", "x")).then().statusCode(422);
        feedback(Map.of("rating", 1)).then().statusCode(422);
        feedback(Map.of("request_id", "7", "rating", 1)).then().statusCode(400);
    }

    private static Response feedback(Map<String, Object> body) {
        return given().contentType(ContentType.JSON).body(body).post("/v1/gateway/feedback");
    }
}
