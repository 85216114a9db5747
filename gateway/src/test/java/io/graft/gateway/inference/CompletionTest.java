package io.graft.gateway.inference;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import io.graft.gateway.FakeModelServer.Mood;
import io.graft.gateway.GatewayTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CompletionTest extends GatewayTest {

    @Test
    void the_answer_names_its_version_and_its_request() {
        String model = routed("1.0.0", 100);

        Response answer = chat(model, "hi");

        answer.then()
                .statusCode(200)
                .header("x-graft-version", "1.0.0")
                .body("model", equalTo(model + "@1.0.0"))
                .body("choices[0].message.content", equalTo(model + "@1.0.0 says hi"));
        assertThat(UUID.fromString(answer.header("x-request-id"))).isNotNull();
    }

    @Test
    void requests_are_shared_out_by_weight() {
        String model = routed("1.0.0", 80, "1.1.0", 20);

        IntStream.range(0, 200).forEach(i -> chat(model, "hi"));

        assertThat(modelServer.requests(model + "@1.1.0")).hasSizeBetween(25, 55);
        assertThat(modelServer.requests(model + "@1.0.0")).hasSizeBetween(145, 175);
    }

    @Test
    void a_sticky_key_always_gets_the_same_version() {
        String model = routed("1.0.0", 50, "1.1.0", 50);

        for (String user : List.of("ann", "bob", "cem", "dan", "eva")) {
            assertThat(IntStream.range(0, 5)
                            .mapToObj(i -> chat(model, "hi", Map.of("X-Graft-Sticky", user)))
                            .map(answer -> answer.header("x-graft-version"))
                            .distinct())
                    .hasSize(1);
        }
        assertThat(modelServer.requests(model + "@1.0.0")).isNotEmpty();
        assertThat(modelServer.requests(model + "@1.1.0")).isNotEmpty();
    }

    @Test
    void the_user_field_is_a_sticky_key_too() {
        String model = routed("1.0.0", 50, "1.1.0", 50);
        String byHeader = chat(model, "hi", Map.of("X-Graft-Sticky", "ann")).header("x-graft-version");

        given().contentType(ContentType.JSON)
                .body(Map.of("model", model, "prompt", "hi", "user", "ann"))
                .post("/v1/completions")
                .then()
                .header("x-graft-version", byHeader);
    }

    @Test
    void a_pinned_version_and_the_base_model_need_no_route() {
        chat("desk@0.9.0", "hi").then().header("x-graft-version", "0.9.0").body("model", equalTo("desk@0.9.0"));
        chat("graft-tiny", "hi").then().header("x-graft-version", "base").body("model", equalTo("graft-tiny"));
    }

    @Test
    void what_the_gateway_does_not_know_goes_through_untouched() {
        String model = routed("1.0.0", 100);

        given().contentType(ContentType.JSON)
                .body(Map.of("model", model, "prompt", "hi", "top_k", 3, "something_new", List.of(1)))
                .post("/v1/completions")
                .then()
                .body("choices[0].text", equalTo(model + "@1.0.0 says hi"));

        assertThat(modelServer
                        .requests(model + "@1.0.0")
                        .getFirst()
                        .path("something_new")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void an_unknown_model_is_told_with_the_models_that_have_a_route() {
        String model = routed("1.0.0", 100);
        modelServer.mood("nobody", Mood.UNKNOWN);

        chat("nobody", "hi").then().statusCode(404).body("detail", containsString(model));
    }

    @Test
    void a_restart_of_the_model_server_is_a_slow_answer() throws Exception {
        String model = routed("1.0.0", 100);
        modelServer.mood(model + "@1.0.0", Mood.STARTING);

        FutureTask<Response> answer = new FutureTask<>(() -> chat(model, "hi"));
        Thread.ofPlatform().start(answer);
        modelServer.awaitRequest(model + "@1.0.0");
        modelServer.stop();
        modelServer.cheerUp(model + "@1.0.0");
        modelServer.restart();

        answer.get(20, TimeUnit.SECONDS).then().statusCode(200);
        assertThat(stat(model, "1.0.0", "requests")).isEqualTo(1);
        assertThat(stat(model, "1.0.0", "unavailable")).isZero();
    }

    @Test
    void a_model_server_that_stays_away_is_no_fault_of_the_version() {
        String model = routed("1.0.0", 100);
        modelServer.stop();

        chat(model, "hi").then().statusCode(503).header("Retry-After", "2").body("code", equalTo("unavailable"));

        assertThat(stat(model, "1.0.0", "unavailable")).isEqualTo(1);
        assertThat(stat(model, "1.0.0", "requests")).isZero();
        assertThat(stat(model, "1.0.0", "errors")).isZero();
    }

    @Test
    void a_routed_version_that_is_not_loaded_is_unavailable() {
        String model = routed("1.0.0", 100);
        modelServer.mood(model + "@1.0.0", Mood.UNKNOWN);

        chat(model, "hi").then().statusCode(503).body("detail", containsString("has not loaded " + model + "@1.0.0"));

        assertThat(stat(model, "1.0.0", "unavailable")).isEqualTo(1);
    }

    @Test
    void a_failure_of_the_version_counts_against_it() {
        String model = routed("1.0.0", 100);
        modelServer.mood(model + "@1.0.0", Mood.FAILS);

        chat(model, "hi").then().statusCode(500).body("code", equalTo("FAILS"));

        assertThat(stat(model, "1.0.0", "requests")).isEqualTo(1);
        assertThat(stat(model, "1.0.0", "errors")).isEqualTo(1);
    }

    @Test
    void refusals_pass_through_and_count_against_nobody() {
        String model = routed("1.0.0", 100);
        modelServer.mood(model + "@1.0.0", Mood.BUSY);
        chat(model, "hi").then().statusCode(429).header("Retry-After", "7");
        modelServer.mood(model + "@1.0.0", Mood.REFUSES);
        chat(model, "hi").then().statusCode(422).body("code", equalTo("REFUSES"));

        assertThat(stat(model, "1.0.0", "requests")).isZero();
        assertThat(stat(model, "1.0.0", "unavailable")).isEqualTo(1);
    }

    @Test
    void what_is_missing_is_told() {
        given().contentType(ContentType.JSON)
                .body("[]")
                .post("/v1/chat/completions")
                .then()
                .statusCode(400);
        given().contentType(ContentType.JSON)
                .body(Map.of("prompt", "hi"))
                .post("/v1/completions")
                .then()
                .statusCode(422)
                .body("errors.field", contains("model"));
        given().contentType(ContentType.JSON)
                .body(Map.of("model", "desk"))
                .post("/v1/chat/completions")
                .then()
                .statusCode(422)
                .body("errors.field", contains("messages"));
    }

    @Test
    void models_are_the_routed_ones_and_the_servers_own() {
        route("listed", "1.0.0", 100);

        given().get("/v1/models")
                .then()
                .statusCode(200)
                .body("data.id", hasItems("listed", "graft-tiny", "listed@1.0.0"))
                .body("data.find { it.id == 'listed' }.parent", equalTo("graft-tiny"));
    }
}
