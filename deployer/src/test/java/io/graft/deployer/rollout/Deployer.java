package io.graft.deployer.rollout;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.ContractJson;
import io.graft.contracts.deployment.DeploymentApi;
import io.graft.contracts.deployment.DeploymentApi.RolloutView;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// The REST API as its callers use it.
final class Deployer {

    /// Steps of 50 ms, looks every 20 ms.
    static final String QUICK = "\"interval\": 0.05, \"health_check_interval\": 0.02";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Deployer() {}

    static Response post(String path, String json) {
        return given().contentType("application/json").body(json).post("/v1/deployment" + path);
    }

    static String deploy(String model, String version, String config) {
        Response response =
                post("/deploy", "{\"model_path\": \"%s/%s\", \"config\": {%s}}".formatted(model, version, config));
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(202);
        String id = response.path("deployment_id");
        assertThat(response.header("Location")).endsWith("/v1/deployment/status/" + id);
        return id;
    }

    static RolloutView status(String id) {
        String body = given().get("/v1/deployment/status/" + id).asString();
        try {
            return ContractJson.mapper().readValue(body, RolloutView.class);
        } catch (IOException e) {
            throw new UncheckedIOException(body, e);
        }
    }

    static RolloutView await(String id, DeploymentApi.RolloutState status) {
        return await(id, view -> view.status() == status);
    }

    static RolloutView await(String id, Predicate<RolloutView> wanted) {
        Instant end = Instant.now().plus(PATIENCE);
        RolloutView view = status(id);
        while (!wanted.test(view)) {
            assertThat(Instant.now()).as("rollout is %s", view).isBefore(end);
            LockSupport.parkNanos(5_000_000);
            view = status(id);
        }
        return view;
    }

    static void await(Runnable assertion) {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
                LockSupport.parkNanos(5_000_000);
            }
        }
    }
}
