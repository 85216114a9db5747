package io.graft.deployer.rollout;

import static io.graft.deployer.rollout.Deployer.QUICK;
import static io.graft.deployer.rollout.Deployer.await;
import static io.graft.deployer.rollout.Deployer.deploy;
import static io.graft.deployer.rollout.Deployer.post;
import static io.graft.deployer.rollout.Deployer.status;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.deployment.DeploymentApi.RolloutState;
import io.graft.contracts.deployment.DeploymentApi.RolloutView;
import io.graft.contracts.deployment.DeploymentApi.Transition;
import io.graft.deployer.target.FakeTarget;
import io.graft.deployer.target.RouteSeen;
import io.graft.deployer.traffic.TrafficSplit;
import io.graft.testkit.BackendsResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rollouts from the call to their end, on a real database, with a model server and a gateway in memory.
@QuarkusTest
@WithTestResource(BackendsResource.class)
class RolloutFlowTest {

    @Inject
    FakeTarget target;

    private String model;
    private FakeTarget.World world;

    @BeforeEach
    void newModel() {
        model = "desk-" + UUID.randomUUID();
        world = target.of(model);
    }

    @Test
    void the_first_version_of_a_model_gets_all_traffic_at_once() {
        RolloutView view = await(deploy(model, "1.0.0", ""), RolloutState.promoted);

        assertThat(view.previousVersion()).isNull();
        assertThat(view.weight()).isEqualTo(100);
        assertThat(world.loaded).containsExactly("1.0.0");
        assertThat(world.splits).containsExactly(TrafficSplit.all("1.0.0"));
    }

    @Test
    void a_good_version_goes_step_by_step_to_all_traffic() {
        world.serves("1.0.0");
        world.answers("1.1.0", 50, 1);

        RolloutView view = await(deploy(model, "1.1.0", QUICK), RolloutState.promoted);

        assertThat(view.previousVersion()).isEqualTo("1.0.0");
        assertThat(view.history()).extracting(Transition::weight).contains(0, 10, 25, 50, 75, 100);
        assertThat(world.splits)
                .containsExactly(
                        TrafficSplit.of("1.1.0", "1.0.0", 10),
                        TrafficSplit.of("1.1.0", "1.0.0", 25),
                        TrafficSplit.of("1.1.0", "1.0.0", 50),
                        TrafficSplit.of("1.1.0", "1.0.0", 75),
                        TrafficSplit.all("1.1.0"));
        assertThat(world.loaded).containsExactlyInAnyOrder("1.0.0", "1.1.0");
    }

    @Test
    void a_failing_version_is_out_within_a_second() {
        world.serves("1.0.0");
        world.answers("1.1.0", 30, 20);

        RolloutView view = await(deploy(model, "1.1.0", QUICK), RolloutState.rolled_back);

        assertThat(view.reason())
                .startsWith("error_rate: 20 of 30 requests failed, more than 5.0%; all requests back on 1.0.0 after");
        assertThat(view.recoverySeconds()).isNotNull().isBetween(0.0, 1.0);
        assertThat(view.weight()).isZero();
        assertThat(world.route.split()).isEqualTo(TrafficSplit.all("1.0.0"));
    }

    @Test
    void wrong_answers_roll_back_too() {
        world.serves("1.0.0");
        world.answers("1.1.0", 30, 0);
        world.feedback("1.1.0", 20, 10);

        RolloutView view = await(deploy(model, "1.1.0", QUICK + ", \"min_accuracy\": 0.8"), RolloutState.rolled_back);

        assertThat(view.reason()).startsWith("accuracy: 10 of 20 answers were wrong, more than 20.0%");
    }

    @Test
    void an_adapter_that_is_refused_fails_before_it_gets_traffic() {
        world.serves("1.0.0");
        world.refused.add("1.1.0");

        RolloutView view = await(deploy(model, "1.1.0", QUICK), RolloutState.failed);

        assertThat(view.error())
                .isNotNull()
                .satisfies(error -> assertThat(error.detail()).isEqualTo("rank 64 is more than the server takes"));
        assertThat(world.splits).isEmpty();
    }

    @Test
    void too_little_evidence_pauses_and_a_person_resumes() {
        world.serves("1.0.0");
        world.answers("1.1.0", 3, 0);
        String id = deploy(model, "1.1.0", QUICK + ", \"validation_timeout\": 0.1");

        RolloutView paused = await(id, RolloutState.paused);
        assertThat(paused.reason()).contains("too little evidence", "3 of 20");
        assertThat(paused.weight()).isEqualTo(10);

        world.answers("1.1.0", 40, 0);
        assertThat(post("/" + id + "/resume", "{}").statusCode()).isEqualTo(202);
        await(id, RolloutState.promoted);
    }

    @Test
    void a_gateway_that_is_away_pauses_a_rollout_until_it_is_back() {
        world.serves("1.0.0");
        String id = deploy(model, "1.1.0", QUICK);
        await(id, view -> view.weight() == 10);

        world.gatewayAway = true;
        RolloutView paused = await(id, RolloutState.paused);
        assertThat(paused.reason()).startsWith("10 looks in a row found no evidence: no answer from the gateway");

        world.answers("1.1.0", 40, 0);
        world.gatewayAway = false;
        await(id, RolloutState.promoted);
    }

    @Test
    void a_rollback_that_cannot_reach_the_gateway_fails_and_is_still_tried() {
        world.serves("1.0.0");
        world.answers("1.1.0", 30, 0);
        String id = deploy(model, "1.1.0", "\"rollback_timeout\": 0.1");
        await(id, view -> view.weight() == 10);

        world.gatewayAway = true;
        assertThat(post("/rollback/" + id, "{\"reason\": \"odd answers\"}").statusCode())
                .isEqualTo(202);
        assertThat(await(id, RolloutState.failed).reason()).contains("odd answers", "still tried");

        world.gatewayAway = false;
        RolloutView back = await(id, view -> view.recoverySeconds() != null);
        assertThat(back.status()).isEqualTo(RolloutState.failed);
        assertThat(world.route.split()).isEqualTo(TrafficSplit.all("1.0.0"));
    }

    @Test
    void a_promoted_version_goes_back_and_can_be_tried_again() {
        world.serves("1.0.0");
        world.answers("1.1.0", 40, 0);
        String id = deploy(model, "1.1.0", QUICK);
        await(id, RolloutState.promoted);

        assertThat(post("/rollback/" + id, "{\"reason\": \"complaints\"}").statusCode())
                .isEqualTo(202);
        RolloutView back = await(id, RolloutState.rolled_back);
        assertThat(back.reason()).startsWith("rolled back by anonymous: complaints; all requests back on 1.0.0");
        assertThat(world.route.split()).isEqualTo(TrafficSplit.all("1.0.0"));

        assertThat(post("/" + id + "/retry", "{}").statusCode()).isEqualTo(202);
        await(id, RolloutState.promoted);
        assertThat(world.route.split()).isEqualTo(TrafficSplit.all("1.1.0"));
    }

    @Test
    void a_person_can_skip_the_rest_and_can_stop_it() {
        world.serves("1.0.0");
        String skipped = deploy(model, "1.1.0", "");
        await(skipped, view -> view.weight() == 10);
        post("/" + skipped + "/promote", "{\"reason\": \"urgent\"}");
        assertThat(await(skipped, RolloutState.promoted).reason()).isEqualTo("promoted by anonymous: urgent");

        String stopped = deploy(model, "1.2.0", "");
        await(stopped, view -> view.weight() == 10);
        post("/" + stopped + "/pause", "{}");
        assertThat(status(stopped).status()).isEqualTo(RolloutState.paused);
        post("/" + stopped + "/abort", "{}");
        await(stopped, RolloutState.aborted);
        assertThat(world.route.split()).isEqualTo(TrafficSplit.all("1.1.0"));
    }

    @Test
    void blue_green_switches_once() {
        world.serves("1.0.0");
        world.answers("1.1.0", 40, 0);
        String body = "{\"model_path\": \"%s@1.1.0\", \"strategy\": \"blue_green\", \"config\": {%s}}"
                .formatted(model, QUICK);

        await(post("/deploy", body).path("deployment_id"), RolloutState.promoted);

        assertThat(world.splits).containsExactly(TrafficSplit.all("1.1.0"));
        assertThat(world.loaded).containsExactlyInAnyOrder("1.0.0", "1.1.0");
    }

    @Test
    void the_version_before_the_last_is_unloaded_and_what_was_lost_comes_back() {
        for (String version : new String[] {"1.0.0", "1.1.0", "1.2.0"}) {
            world.answers(version, 40, 0);
            await(deploy(model, version, QUICK), RolloutState.promoted);
        }
        await(() -> assertThat(world.loaded).containsExactlyInAnyOrder("1.1.0", "1.2.0"));

        world.loaded.clear();
        world.route = RouteSeen.NONE;
        await(() -> assertThat(world.loaded).containsExactlyInAnyOrder("1.1.0", "1.2.0"));
        await(() -> assertThat(world.route.split()).isEqualTo(TrafficSplit.all("1.2.0")));
    }

    @Test
    void the_analysis_is_kept_with_reasons_and_monitoring_sees_the_rollout() {
        world.serves("1.0.0");
        world.answers("1.1.0", 30, 20);
        String id = deploy(model, "1.1.0", QUICK);
        await(id, RolloutState.rolled_back);

        var analysis = given().get("/v1/deployment/" + id + "/analysis").jsonPath();
        assertThat(analysis.getList("items.metric", String.class)).containsExactly("error_rate", "health");
        assertThat(analysis.getList("items.verdict", String.class)).containsExactly("Failed", "Successful");
        await(() -> assertThat(given().get("/q/metrics").asString())
                .contains("graft_rollout_weight{")
                .contains("graft_rollbacks_total{model=\"" + model + "\"} 1.0")
                .contains("graft_rollout_duration_seconds_count{model=\"" + model + "\",status=\"rolled_back\"} 1"));
    }
}
