package io.graft.deployer.rollout;

import static io.graft.deployer.rollout.Deployer.QUICK;
import static io.graft.deployer.rollout.Deployer.await;
import static io.graft.deployer.rollout.Deployer.deploy;
import static io.graft.deployer.rollout.Deployer.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.deployment.DeploymentApi.RolloutState;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.deployer.target.FakeTarget;
import io.graft.testkit.BackendsResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What callers get for an answer.
@QuarkusTest
@WithTestResource(BackendsResource.class)
class DeploymentApiTest {

    @Inject
    FakeTarget target;

    @Inject
    FakeCatalog catalog;

    private String model;

    @BeforeEach
    void newModel() {
        model = "api-" + UUID.randomUUID();
        target.of(model).serves("1.0.0");
    }

    @Test
    void a_second_rollout_of_a_model_is_refused_and_names_the_first() {
        String first = deploy(model, "1.1.0", "");

        Response second = post("/deploy", "{\"model_path\": \"" + model + "/1.2.0\"}");

        problem(second, 409, "rollout_active");
        assertThat(second.<String>path("detail")).contains(first).contains("1.1.0");
    }

    @Test
    void a_version_that_nobody_approved_is_refused_and_told_how() {
        catalog.put(model, "1.1.0", Stage.validated);

        Response response = post("/deploy", "{\"model_path\": \"" + model + "/1.1.0\"}");

        problem(response, 409, "version_not_approved");
        assertThat(response.<String>path("detail"))
                .contains("stage validated", "POST /v1/registry/models/" + model + "/1.1.0/approve");
    }

    @Test
    void a_version_that_does_not_exist_is_refused() {
        Response response = post("/deploy", "{\"model_path\": \"" + model + "/9.0.0\"}");

        problem(response, 422, "invalid");
        assertThat(response.<String>path("errors[0].field")).isEqualTo("version");
    }

    @Test
    void the_version_that_serves_is_refused() {
        target.of(model).answers("1.1.0", 40, 0);
        await(deploy(model, "1.1.0", QUICK), RolloutState.promoted);

        problem(post("/deploy", "{\"model_path\": \"" + model + "/1.1.0\"}"), 409, "already_serving");
    }

    @Test
    void the_same_key_gives_the_same_rollout() {
        String body = "{\"model_path\": \"" + model + "/1.1.0\"}";
        String key = UUID.randomUUID().toString();

        String first = deployWith(key, body).path("deployment_id");
        Response again = deployWith(key, body);

        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.<String>path("deployment_id")).isEqualTo(first);
        assertThat(again.header("Location")).endsWith(first);
    }

    @Test
    void what_is_not_there_is_not_found() {
        problem(given().get("/v1/deployment/status/" + UUID.randomUUID()), 404, "not_found");
        problem(given().get("/v1/deployment/status/nonsense"), 404, "not_found");
        problem(given().get("/v1/deployment/" + UUID.randomUUID() + "/events"), 404, "not_found");
        problem(post("/rollback/" + UUID.randomUUID(), "{}"), 404, "not_found");
    }

    @Test
    void a_body_that_is_missing_or_wrong_is_told() {
        problem(given().contentType("application/json").post("/v1/deployment/deploy"), 400, "malformed");
        Response wrong = post("/deploy", "{\"model_path\": \"m/1\", \"strategy\": \"magic\"}");
        assertThat(wrong.statusCode()).as(wrong.asString()).isEqualTo(400);
        assertThat(wrong.<String>path("detail")).contains("strategy does not take 'magic'", "canary");
    }

    @Test
    void rollouts_are_listed_by_model_and_status_in_pages() {
        target.of(model).answers("1.1.0", 40, 0);
        await(deploy(model, "1.1.0", QUICK), RolloutState.promoted);
        String newer = deploy(model, "1.2.0", "");

        Response page =
                given().queryParam("model", model).queryParam("page_size", 1).get("/v1/deployment/deployments");
        assertThat(page.<List<String>>path("items.deployment_id")).containsExactly(newer);
        Response next = given().queryParam("model", model)
                .queryParam("page_token", page.<String>path("next_page_token"))
                .get("/v1/deployment/deployments");
        assertThat(next.<List<String>>path("items.version")).containsExactly("1.1.0");

        Response promoted = given().queryParam("model", model)
                .queryParam("status", "promoted")
                .get("/v1/deployment/deployments");
        assertThat(promoted.<List<String>>path("items.version")).containsExactly("1.1.0");
        problem(given().queryParam("status", "gone").get("/v1/deployment/deployments"), 422, "invalid");
    }

    @Test
    void the_environments_say_whether_they_answer() {
        Response response = given().get("/v1/deployment/environments");

        assertThat(response.<List<String>>path("name")).containsExactly("local");
        assertThat(response.<List<Boolean>>path("ready")).containsExactly(true);
    }

    @Test
    void listeners_hear_every_transition_up_to_the_end_and_can_come_back() {
        target.of(model).answers("1.1.0", 40, 0);
        String id = deploy(model, "1.1.0", QUICK);

        String stream = given().get("/v1/deployment/" + id + "/events").asString();

        assertThat(stream.lines()
                        .filter(line -> line.startsWith("event:"))
                        .map(line -> line.substring(6).strip()))
                .startsWith("pending", "preparing", "shifting")
                .endsWith("promoted");
        String lastButOne = stream.lines()
                .filter(line -> line.startsWith("id:"))
                .map(line -> line.substring(3).strip())
                .toList()
                .reversed()
                .get(1);
        String rest = given().header("Last-Event-ID", lastButOne)
                .get("/v1/deployment/" + id + "/events")
                .asString();
        assertThat(rest.lines().filter(line -> line.startsWith("event:"))).hasSize(1);
    }

    private static Response deployWith(String key, String body) {
        return given().contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/deployment/deploy");
    }

    private static void problem(Response response, int status, String code) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.<String>path("code")).isEqualTo(code);
    }
}
