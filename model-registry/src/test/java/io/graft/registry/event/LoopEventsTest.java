package io.graft.registry.event;

import static io.graft.registry.TestApi.MODELS;
import static io.graft.registry.TestApi.ada;
import static io.graft.registry.TestApi.bob;
import static io.graft.registry.TestApi.newName;
import static io.graft.registry.TestApi.upload;
import static io.graft.registry.TestApi.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ProblemDetail;
import io.graft.contracts.benchmark.BenchmarkApi.Result;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import io.graft.contracts.event.BenchmarkEvent;
import io.graft.contracts.event.DeploymentEvent.RolloutFailed;
import io.graft.contracts.event.DeploymentEvent.RolloutPromoted;
import io.graft.contracts.event.DeploymentEvent.RolloutRolledBack;
import io.graft.contracts.event.DeploymentEvent.RolloutStarted;
import io.graft.contracts.event.RegistryEvent.AliasMoved;
import io.graft.contracts.event.RegistryEvent.ApprovalRequested;
import io.graft.contracts.event.RegistryEvent.VersionApproved;
import io.graft.contracts.event.RegistryEvent.VersionArchived;
import io.graft.contracts.event.RegistryEvent.VersionEvaluated;
import io.graft.contracts.event.RegistryEvent.VersionRegistered;
import io.graft.contracts.event.RegistryEvent.VersionRejected;
import io.graft.contracts.event.Topics;
import io.graft.contracts.event.TrainingEvent.RunSucceeded;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.contracts.training.RunConfig;
import io.graft.registry.RegistryFolder;
import io.graft.testkit.BackendsResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BackendsResource.class)
@WithTestResource(RegistryFolder.class)
@SuppressWarnings("NullAway.Init") // set before each test
class LoopEventsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final String name = newName();
    private TestTopics topics;

    @BeforeEach
    void listen() {
        topics = new TestTopics(bootstrapServers, name);
    }

    @AfterEach
    void hangUp() {
        topics.close();
    }

    @Test
    void a_succeeded_run_told_twice_makes_one_version() {
        RunSucceeded run = run(name);
        topics.send(run, UUID.randomUUID());
        topics.send(run, UUID.randomUUID());
        topics.send(run(name), UUID.randomUUID());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.received(VersionRegistered.class))
                        .extracting(VersionRegistered::version)
                        .containsExactly("1.0.0", "1.1.0"));
        VersionRegistered registered = topics.received(VersionRegistered.class).getFirst();
        assertThat(registered.trainingRun()).isEqualTo(run.runId());
        assertThat(registered.test()).isNotNull();
        assertThat(registered.datasetKind()).isEqualTo("labelled");
        assertThat(registered.files()).isEqualTo(run.adapter());
        assertThat(registered.champion()).isNull();
        VersionView view = version(name, "1.0.0");
        assertThat(view.hyperparameters().at("/lora/r").asInt()).isEqualTo(16);
        assertThat(view.lineage()).isNotNull();
        bob().get(MODELS + "/" + name + "/versions").then().body("items", hasSize(2));
    }

    @Test
    void a_run_whose_adapter_was_never_uploaded_is_a_dead_letter() {
        RunSucceeded run = run(name);
        RunSucceeded poison = new RunSucceeded(
                run.runId(),
                name,
                run.baseModel(),
                run.baseModelDigest(),
                List.of(new ArtifactFile("a", "sha256:" + "cd".repeat(32), 1)),
                run.metrics(),
                run.config(),
                run.datasetName(),
                run.datasetVersion(),
                run.datasetKind(),
                run.train(),
                run.test(),
                null,
                1);
        UUID id = UUID.randomUUID();
        topics.send(poison, id);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.deadLetters(Topics.TRAINING))
                        .hasEntrySatisfying(
                                id.toString(), why -> assertThat(why).contains("no artifact sha256:cdcd")));
        topics.send(run, UUID.randomUUID());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(topics.received(VersionRegistered.class)).hasSize(1));
    }

    @Test
    void a_good_benchmark_validates_and_asks_a_person() {
        registered();
        benchmark("1.0.0", 0.1, null, 0.8);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(topics.received(ApprovalRequested.class)).hasSize(1));
        VersionView view = version(name, "1.0.0");
        assertThat(view.stage()).isEqualTo(Stage.validated);
        assertThat(view.metrics()).containsEntry("acc,none", 0.8).containsKey("loss");
        assertThat(view.verdict()).isNotNull();
        assertThat(topics.received(VersionEvaluated.class))
                .singleElement()
                .satisfies(event -> assertThat(event.verdict().passed()).isTrue());
        bob().queryParam("page_size", 500).get("/v1/registry/approvals").then().body("items.name", hasItem(name));
        bob().get(MODELS + "/" + name + "/1.0.0/evidence").then().body("subject", contains("base", "candidate"));
        ada().post(MODELS + "/" + name + "/1.0.0/approve")
                .then()
                .statusCode(200)
                .body("stage", equalTo("approved"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.received(VersionApproved.class))
                        .singleElement()
                        .satisfies(event -> {
                            assertThat(event.by()).isEqualTo("ada");
                            assertThat(event.deploy()).isTrue();
                            assertThat(event.forced()).isFalse();
                        }));
    }

    @Test
    void a_benchmark_below_the_champion_rejects_with_the_numbers() {
        registered();
        benchmark("1.0.0", 0.1, 0.855, 0.412);
        String reason = "acc,none 0.412 is 0.443 below champion's 0.855; at most 0.02 allowed";
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.received(VersionRejected.class))
                        .extracting(VersionRejected::reason)
                        .containsExactly(reason));
        assertThat(version(name, "1.0.0").history().getLast().reason()).isEqualTo(reason);
    }

    @Test
    void a_policy_that_approves_by_itself_needs_nobody() {
        ada().body("{\"rules\":[],\"approval\":\"auto\",\"deploy\":\"manual\"}")
                .put(MODELS + "/" + name + "/gates")
                .then()
                .statusCode(200);
        registered();
        benchmark("1.0.0", 0.1, null, 0.8);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.received(VersionApproved.class))
                        .singleElement()
                        .satisfies(event -> {
                            assertThat(event.by()).isEqualTo("policy");
                            assertThat(event.deploy()).isFalse();
                        }));
    }

    @Test
    void a_failed_benchmark_rejects_its_version() {
        registered();
        topics.send(
                new BenchmarkEvent.RunFailed(
                        UUID.randomUUID(),
                        name,
                        "1.0.0",
                        new ProblemDetail("t", "Worker died", 500, "out of memory", null, "worker_died", List.of())),
                UUID.randomUUID());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.received(VersionRejected.class))
                        .singleElement()
                        .satisfies(event -> assertThat(event.reason()).contains("out of memory")));
    }

    @Test
    void promotion_crowns_a_champion_and_archives_the_one_before() {
        registered();
        topics.send(started("1.0.0"), UUID.randomUUID());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(version(name, "challenger").version()).isEqualTo("1.0.0"));
        topics.send(promoted("1.0.0"), UUID.randomUUID());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(version(name, "champion").version()).isEqualTo("1.0.0"));
        registered();
        topics.send(promoted("1.1.0"), UUID.randomUUID());
        topics.send(promoted("1.1.0"), UUID.randomUUID());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(topics.received(VersionArchived.class)).hasSize(1));
        VersionView champion = version(name, "champion");
        assertThat(champion.version()).isEqualTo("1.1.0");
        assertThat(champion.stage()).isEqualTo(Stage.production);
        assertThat(champion.aliases()).containsExactly("champion");
        assertThat(version(name, "1.0.0").stage()).isEqualTo(Stage.archived);
        assertThat(topics.received(VersionRegistered.class).getLast().champion())
                .isEqualTo("1.0.0");
        assertThat(topics.received(AliasMoved.class))
                .extracting(move -> move.alias() + " " + move.from() + " " + move.to())
                .containsExactly(
                        "challenger null 1.0.0",
                        "champion null 1.0.0",
                        "challenger 1.0.0 null",
                        "champion 1.0.0 1.1.0");
    }

    @Test
    void a_rollback_rejects_the_version_and_keeps_the_champion() {
        registered();
        topics.send(promoted("1.0.0"), UUID.randomUUID());
        registered();
        topics.send(started("1.1.0"), UUID.randomUUID());
        topics.send(rolledBack("1.1.0", "1.0.0"), UUID.randomUUID());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(version(name, "1.1.0").stage()).isEqualTo(Stage.rejected));
        assertThat(version(name, "champion").version()).isEqualTo("1.0.0");
        assertThat(version(name, "1.0.0").stage()).isEqualTo(Stage.production);
        bob().get(MODELS + "/" + name + "/challenger").then().statusCode(404);
        bob().get(MODELS + "/" + name + "/lineage").then().body("nodes.label", hasItem("rolled_back"));
    }

    @Test
    void a_rollback_after_promotion_brings_the_champion_before_back() {
        registered();
        topics.send(promoted("1.0.0"), UUID.randomUUID());
        registered();
        topics.send(promoted("1.1.0"), UUID.randomUUID());
        topics.send(rolledBack("1.1.0", "1.0.0"), UUID.randomUUID());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(version(name, "1.1.0").stage()).isEqualTo(Stage.rejected));
        assertThat(version(name, "champion").version()).isEqualTo("1.0.0");
        assertThat(version(name, "1.0.0").stage()).isEqualTo(Stage.production);
    }

    @Test
    void a_failed_rollout_of_the_champion_itself_takes_nothing_from_it() {
        registered();
        topics.send(promoted("1.0.0"), UUID.randomUUID());
        topics.send(new RolloutFailed(UUID.randomUUID(), name, "1.0.0", "no room"), UUID.randomUUID());
        registered();
        topics.send(new RolloutFailed(UUID.randomUUID(), name, "1.1.0", "no room"), UUID.randomUUID());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(version(name, "1.1.0").stage()).isEqualTo(Stage.rejected));
        assertThat(version(name, "champion").stage()).isEqualTo(Stage.production);
    }

    /// Registers the next version as the loop does.
    private void registered() {
        int before = topics.received(VersionRegistered.class).size();
        topics.send(run(name), UUID.randomUUID());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(topics.received(VersionRegistered.class)).hasSize(before + 1));
    }

    private void benchmark(String version, double base, @Nullable Double champion, double candidate) {
        List<Result> results = champion == null
                ? List.of(result("base", base), result("candidate", candidate))
                : List.of(result("base", base), result("champion", champion), result("candidate", candidate));
        topics.send(new BenchmarkEvent.RunCompleted(UUID.randomUUID(), name, version, results), UUID.randomUUID());
    }

    private static Result result(String subject, double accuracy) {
        return new Result(subject, subject, "dataset:banking", Map.of("acc,none", accuracy), 100, "", 1);
    }

    private static RunSucceeded run(String name) {
        return new RunSucceeded(
                UUID.randomUUID(),
                name,
                "graft-tiny",
                "sha256:" + "0".repeat(64),
                List.of(upload("adapter_model.safetensors", "weights of " + name)),
                Map.of("loss", 0.5),
                RunConfig.defaults(),
                "banking",
                "abc",
                "labelled",
                upload("train.jsonl", "{}"),
                upload("test.jsonl", "{\"text\":\"a\",\"label\":\"b\"}"),
                null,
                12.5);
    }

    private RolloutStarted started(String version) {
        return new RolloutStarted(UUID.randomUUID(), name, version, null, Strategy.canary);
    }

    private RolloutPromoted promoted(String version) {
        return new RolloutPromoted(UUID.randomUUID(), name, version, null, "all steps passed");
    }

    private RolloutRolledBack rolledBack(String version, String previous) {
        return new RolloutRolledBack(UUID.randomUUID(), name, version, previous, "too many errors", 0.5);
    }
}
