package io.graft.deployer.rollout;

import static io.graft.deployer.rollout.Deployer.await;
import static io.graft.deployer.rollout.Deployer.deploy;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.RolloutState;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import io.graft.contracts.event.RegistryEvent.VersionApproved;
import io.graft.contracts.event.Topics;
import io.graft.deployer.target.FakeTarget;
import io.graft.kit.event.Outbox;
import io.graft.testkit.BackendsResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// From the registry's event to the rollout's own, through a real broker.
@QuarkusTest
@WithTestResource(BackendsResource.class)
class EventsTest {

    @Inject
    FakeTarget target;

    @Inject
    Outbox outbox;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String brokers;

    private String model;

    @BeforeEach
    void newModel() {
        model = "events-" + UUID.randomUUID();
        target.of(model).serves("1.0.0");
    }

    @Test
    void an_approved_version_is_rolled_out_and_every_step_is_told() {
        target.of(model).answers("1.1.0", 40, 0);

        approve("1.1.0", true);

        assertThat(eventsUntil("io.graft.deployment.rollout.promoted"))
                .containsExactly(
                        "io.graft.deployment.rollout.started",
                        "io.graft.deployment.rollout.stepped",
                        "io.graft.deployment.rollout.stepped",
                        "io.graft.deployment.rollout.promoted");
    }

    @Test
    void a_rollback_is_told() {
        target.of(model).answers("1.1.0", 40, 40);

        approve("1.1.0", true);

        assertThat(eventsUntil("io.graft.deployment.rollout.rolled_back"))
                .containsExactly(
                        "io.graft.deployment.rollout.started",
                        "io.graft.deployment.rollout.stepped",
                        "io.graft.deployment.rollout.rolled_back");
    }

    @Test
    void an_approved_version_waits_for_the_rollout_that_runs() {
        String running = deploy(model, "1.1.0", "");
        await(running, view -> view.weight() == 10);
        target.of(model).answers("1.2.0", 40, 0);

        approve("1.2.0", true);

        await(() -> assertThat(statuses()).containsExactly("pending", "shifting"));
        assertThat(reasons().getFirst()).isEqualTo("waits for rollout " + running + " of " + model + "@1.1.0");
        Deployer.post("/" + running + "/abort", "{}");
        await(() -> assertThat(statuses()).containsExactly("promoted", "aborted"));
    }

    @Test
    void what_a_person_shall_deploy_is_left_alone() {
        target.of(model).answers("1.2.0", 40, 0);

        approve("1.1.0", false);
        approve("1.2.0", true);

        await(() -> assertThat(statuses()).containsExactly("promoted"));
    }

    @Test
    void the_rollout_belongs_to_the_trace_of_the_call() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String id = given().contentType("application/json")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .body("{\"model_path\": \"" + model + "/1.1.0\"}")
                .post("/v1/deployment/deploy")
                .path("deployment_id");

        assertThat(await(id, RolloutState.shifting).traceId()).isEqualTo(trace);
        assertThat(records("io.graft.deployment.rollout.stepped"))
                .allSatisfy(record -> assertThat(new String(
                                record.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8))
                        .contains(trace));
    }

    private void approve(String version, boolean deploy) {
        RolloutConfig quick = new RolloutConfig(
                null, null, List.of(50, 100), 0.05, null, null, null, null, null, null, null, null, null, 0.02);
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.publish(new VersionApproved(
                        model,
                        version,
                        "graft-tiny",
                        List.of(),
                        "policy",
                        "gates passed",
                        false,
                        deploy,
                        Strategy.canary,
                        quick)));
    }

    private List<String> statuses() {
        return given().queryParam("model", model)
                .get("/v1/deployment/deployments")
                .path("items.status");
    }

    private List<String> reasons() {
        return given().queryParam("model", model)
                .get("/v1/deployment/deployments")
                .path("items.reason");
    }

    private List<String> eventsUntil(String last) {
        return records(last).stream().map(EventsTest::type).toList();
    }

    /// All events of this test's model, up to the first one of a type.
    private List<ConsumerRecord<String, String>> records(String last) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                brokers,
                "group.id",
                UUID.randomUUID().toString(),
                "auto.offset.reset",
                "earliest");
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        Instant end = Instant.now().plusSeconds(20);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(Topics.DEPLOYMENT));
            while (found.stream().noneMatch(record -> type(record).equals(last))) {
                assertThat(Instant.now()).as("seen so far: %s", found).isBefore(end);
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (record.key().equals(model)) {
                        found.add(record);
                    }
                });
            }
        }
        return found;
    }

    private static String type(ConsumerRecord<String, String> record) {
        return new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
    }
}
