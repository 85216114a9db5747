package io.graft.deployer.rollout;

import static io.graft.deployer.rollout.Deployer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.ContractJson;
import io.graft.contracts.deployment.DeploymentApi;
import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.RolloutView;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import io.graft.deployer.rollout.RolloutState.Ending;
import io.graft.deployer.rollout.RolloutState.Paused;
import io.graft.deployer.rollout.RolloutState.Preparing;
import io.graft.deployer.rollout.RolloutState.Promoting;
import io.graft.deployer.rollout.RolloutState.RollingBack;
import io.graft.deployer.rollout.RolloutState.Shifting;
import io.graft.deployer.rollout.RolloutState.Watching;
import io.graft.deployer.target.FakeTarget;
import io.graft.deployer.target.RouteSeen;
import io.graft.deployer.traffic.TrafficPlan;
import io.graft.deployer.traffic.TrafficSplit;
import io.graft.testkit.BackendsResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process that ends at any moment leaves a row behind; the loop of the next one goes on from it.
@QuarkusTest
@WithTestResource(BackendsResource.class)
class ContinuationTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @Inject
    FakeTarget target;

    @Inject
    RolloutStore store;

    private String model;
    private FakeTarget.World world;

    @BeforeEach
    void newModel() {
        model = "left-" + UUID.randomUUID();
        world = target.of(model);
        world.serves("1.0.0");
        world.answers("1.1.0", 40, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"preparing", "shifting", "watching", "promoting"})
    void a_rollout_that_a_dead_process_left_behind_is_finished(String where) {
        String id = leave(
                switch (where) {
                    case "preparing" -> new Preparing(now, "1.0.0");
                    case "shifting" -> new Shifting(2);
                    case "watching" -> new Watching(3, now, now, 0);
                    default -> new Promoting();
                });

        assertThat(await(id, DeploymentApi.RolloutState.promoted).previousVersion())
                .isEqualTo("1.0.0");
        assertThat(world.route.split()).isEqualTo(TrafficSplit.all("1.1.0"));
        assertThat(world.loaded).contains("1.1.0");
    }

    @Test
    void a_rollback_that_a_dead_process_left_behind_is_finished_and_measured_from_its_verdict() {
        world.route = new RouteSeen(TrafficSplit.of("1.1.0", "1.0.0", 50), 7);

        String id = leave(new RollingBack(now.minusSeconds(5), "too slow", Ending.ROLLED_BACK));

        RolloutView view = await(id, DeploymentApi.RolloutState.rolled_back);
        assertThat(view.recoverySeconds()).isNotNull().isGreaterThan(5);
        assertThat(world.route.split()).isEqualTo(TrafficSplit.all("1.0.0"));
    }

    @Test
    void the_weights_of_a_paused_rollout_are_set_again() {
        leave(new Paused(1, now, now, RolloutState.Pause.PERSON));

        await(() -> assertThat(world.route.split()).isEqualTo(TrafficSplit.of("1.1.0", "1.0.0", 25)));
    }

    @Test
    void every_state_is_read_as_it_was_written() throws IOException {
        RolloutState failed = new RolloutState.Failed(now, new RollingBack(now, "too slow", Ending.ABORTED), null);

        String json = ContractJson.mapper().writeValueAsString(failed);

        assertThat(ContractJson.mapper().readValue(json, RolloutState.class)).isEqualTo(failed);
    }

    private String leave(RolloutState state) {
        RolloutConfig config = new RolloutConfig(
                        null, null, null, 0.05, null, null, null, null, null, null, null, null, null, 0.02)
                .withDefaults();
        Rollout rollout = new Rollout(
                new RolloutId(UUID.randomUUID()),
                0,
                new Subject(model, "1.1.0", "1.0.0", "local"),
                Strategy.canary,
                config,
                TrafficPlan.of(Strategy.canary, config),
                state,
                new Progress(10, 0, "left behind", now, now, now),
                null);
        QuarkusTransaction.requiringNew().run(() -> store.insert(rollout));
        return rollout.id().toString();
    }
}
