package io.graft.training.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.oneOf;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ContractJson;
import io.graft.contracts.ProblemDetail;
import io.graft.contracts.event.RegistryEvent.VersionRegistered;
import io.graft.contracts.event.TrainingEvent.RunCancelled;
import io.graft.contracts.event.TrainingEvent.RunFailed;
import io.graft.contracts.event.TrainingEvent.RunProgressed;
import io.graft.contracts.event.TrainingEvent.RunQueued;
import io.graft.contracts.event.TrainingEvent.RunStarted;
import io.graft.contracts.event.TrainingEvent.RunSucceeded;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.contracts.training.RunConfig;
import io.graft.contracts.training.TrainingApi.StepMetric;
import io.graft.contracts.worker.WorkerJob;
import io.graft.contracts.worker.WorkerReport;
import io.graft.kit.launch.WorkerSpec;
import io.graft.testkit.BackendsResource;
import io.graft.training.FakeRegistry;
import io.graft.training.RegistryAddress;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(BackendsResource.class)
@WithTestResource(RegistryAddress.class)
class RunFlowTest {

    private static final String API = "/v1/training";

    @Inject
    FakeLauncher launcher;

    @Inject
    FakeRegistry registry;

    @Inject
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final String model = "model-" + UUID.randomUUID();

    @BeforeEach
    void importRows() {
        given().multiPart("name", "desk")
                .multiPart(
                        "file",
                        "rows.jsonl",
                        "{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\"b\",\"label\":\"y\"}\n"
                                .getBytes(StandardCharsets.UTF_8))
                .multiPart("test_split", "0.5")
                .post(API + "/datasets")
                .then()
                .statusCode(oneOf(200, 201));
    }

    @AfterEach
    void end() {
        launcher.fail(false);
        List<String> ids = given().get(API + "/runs?page_size=500&model=" + model)
                .then()
                .extract()
                .path("items.training_id");
        ids.forEach(id -> given().post(API + "/stop/" + id));
        launcher.letAllDie();
        ids.forEach(id ->
                await().until(() -> List.of("succeeded", "failed", "cancelled").contains(status(id))));
    }

    @Test
    void a_run_goes_from_start_to_success_and_everybody_hears_of_it() throws Exception {
        try (TrainingTopic topic = new TrainingTopic(bootstrapServers)) {
            String id = start("{\"epochs\":2,\"seed\":7}");
            WorkerSpec worker = worker(id, 1);
            WorkerJob.Train job = (WorkerJob.Train) worker.job();
            assertThat(job.train().path()).isEqualTo("train.jsonl");
            assertThat(job.datasetKind()).isEqualTo("labelled");
            assertThat(job.reportUrl()).endsWith("/v1/training/runs/" + id + "/reports");
            assertThat(worker.traceparent()).isNotNull();

            report(worker, new WorkerReport.Started(20, 0)).statusCode(200).body("stop", equalTo(false));
            report(worker, progress(5)).statusCode(200);
            given().get(API + "/status/" + id)
                    .then()
                    .body("status", equalTo("running"))
                    .body("step", equalTo(5))
                    .body("loss", equalTo(1.5f))
                    .body("tokens_per_second", equalTo(50.0f))
                    .body("eta", notNullValue())
                    .body("config.epochs", equalTo(2))
                    .body("config.lora.r", equalTo(16));
            report(worker, trained()).statusCode(200);
            report(worker, trained()).statusCode(200);

            given().get(API + "/status/" + id)
                    .then()
                    .body("status", equalTo("succeeded"))
                    .body("progress_pct", equalTo(100.0f))
                    .body("tokens_per_second", equalTo(44.0f))
                    .body("adapter[0].path", equalTo("adapter_model.safetensors"))
                    .body("trace_id", notNullValue());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(topic.of(model))
                            .hasExactlyElementsOfTypes(
                                    RunQueued.class, RunStarted.class, RunProgressed.class, RunSucceeded.class));
            RunSucceeded succeeded = (RunSucceeded) topic.of(model).getLast();
            assertThat(succeeded.test()).isNotNull();
            assertThat(succeeded.config().seed()).isEqualTo(7);
            assertThat(succeeded.metrics()).containsEntry("last_loss", 0.5);
        }
    }

    @Test
    void one_trace_reaches_from_the_start_to_the_launch() {
        try (TrainingTopic topic = new TrainingTopic(bootstrapServers)) {
            String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
            String id = given().contentType(ContentType.JSON)
                    .header("traceparent", "00-" + traceId + "-00f067aa0ba902b7-01")
                    .body(body("{}"))
                    .post(API + "/start")
                    .then()
                    .statusCode(202)
                    .extract()
                    .path("training_id");

            assertThat(worker(id, 1).traceparent()).contains(traceId);
            given().get(API + "/status/" + id).then().body("trace_id", equalTo(traceId));
            await().atMost(Duration.ofSeconds(20)).until(() -> !topic.of(model).isEmpty());
            assertThat(new HashSet<>(topic.traces())).containsExactly(traceId);
        }
    }

    @Test
    void a_dead_worker_is_replaced_and_the_old_one_is_not_heard_any_more() {
        String id = start("{}");
        WorkerSpec first = worker(id, 1);
        report(first, new WorkerReport.Started(20, 0)).statusCode(200);

        launcher.letAllDie();

        WorkerSpec second = worker(id, 2);
        assertThat(second.token()).isNotEqualTo(first.token());
        report(first, progress(7)).statusCode(409).body("code", equalTo("worker_superseded"));
        report(first, trained()).statusCode(409);
        report(second, new WorkerReport.Started(20, 10)).statusCode(200);
        given().get(API + "/status/" + id)
                .then()
                .body("status", equalTo("running"))
                .body("attempts", equalTo(2))
                .body("step", equalTo(10));
    }

    @Test
    void the_third_dead_worker_fails_the_run_with_the_end_of_its_log() {
        try (TrainingTopic topic = new TrainingTopic(bootstrapServers)) {
            String id = start("{}");
            for (int attempt = 1; attempt <= 3; attempt++) {
                worker(id, attempt);
                launcher.letAllDie();
            }

            await().until(() -> status(id).equals("failed"));

            given().get(API + "/runs/" + id)
                    .then()
                    .body("error.code", equalTo("worker_died"))
                    .body("error.detail", containsString("last words of the worker"));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(topic.of(model)).hasAtLeastOneElementOfType(RunFailed.class));
        }
    }

    @Test
    void a_worker_that_cannot_be_launched_fails_the_run_after_three_attempts() {
        launcher.fail(true);
        String id = start("{}");

        await().until(() -> status(id).equals("failed"));

        given().get(API + "/runs/" + id)
                .then()
                .body("error.code", equalTo("launch_failed"))
                .body("error.detail", equalTo("no java here"))
                .body("attempts", equalTo(3));
    }

    @Test
    void a_stop_reaches_the_worker_with_its_next_report() {
        try (TrainingTopic topic = new TrainingTopic(bootstrapServers)) {
            String id = start("{}");
            WorkerSpec worker = worker(id, 1);
            report(worker, new WorkerReport.Started(20, 0)).body("stop", equalTo(false));

            given().post(API + "/stop/" + id).then().statusCode(202).body("status", equalTo("stopping"));

            report(worker, progress(3)).body("stop", equalTo(true));
            report(worker, new WorkerReport.Cancelled(4)).statusCode(200);
            given().get(API + "/status/" + id).then().body("status", equalTo("cancelled"));
            given().post(API + "/stop/" + id).then().statusCode(202);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(topic.of(model))
                            .last()
                            .isInstanceOfSatisfying(
                                    RunCancelled.class,
                                    cancelled -> assertThat(cancelled.reason()).isEqualTo("stopped at step 4")));
        }
    }

    @Test
    void a_worker_that_does_not_stop_is_killed() {
        String id = start("{}");
        worker(id, 1);

        given().post(API + "/stop/" + id).then().statusCode(202);

        await().until(() -> status(id).equals("cancelled"));
    }

    @Test
    void a_run_that_ended_cannot_be_stopped() {
        String id = start("{}");
        WorkerSpec worker = worker(id, 1);
        report(
                        worker,
                        new WorkerReport.Failed(new ProblemDetail(
                                "about:blank", "Disk full", 500, "no space left", null, "disk_full", List.of())))
                .statusCode(200);

        given().post(API + "/stop/" + id).then().statusCode(409).body("code", equalTo("run_has_ended"));
        given().get(API + "/status/" + id)
                .then()
                .body("status", equalTo("failed"))
                .body("error.code", equalTo("disk_full"));
        report(worker, progress(9)).statusCode(409);
    }

    @Test
    void one_run_at_a_time_and_the_more_urgent_one_first() {
        String first = start("{}");
        worker(first, 1);
        String later = start("{}");
        String urgent = start("{\"priority\":5}");
        assertThat(status(later)).isEqualTo("queued");
        given().get(API + "/stats")
                .then()
                .body("current_run.training_id", equalTo(first))
                .body("runs_by_state.queued", greaterThanOrEqualTo(2))
                .body("datasets", greaterThanOrEqualTo(1));

        report(worker(first, 1), trained()).statusCode(200);

        worker(urgent, 1);
        assertThat(status(later)).isEqualTo("queued");
        given().post(API + "/stop/" + later).then().statusCode(202).body("status", equalTo("cancelled"));
    }

    @Test
    void steps_are_kept_once_however_often_they_are_reported() {
        String id = start("{}");
        WorkerSpec worker = worker(id, 1);
        report(worker, new WorkerReport.Started(20, 0));
        report(worker, progress(1));
        report(worker, progress(1));
        report(worker, progress(2));

        given().get(API + "/runs/" + id + "/metrics").then().body("step", equalTo(List.of(1, 2)));
        given().get(API + "/runs/" + id + "/metrics?after_step=1").then().body("step", equalTo(List.of(2)));
        given().get(API + "/runs/" + id + "/logs?tail=1").then().body(equalTo("last words of the worker\n"));
    }

    @Test
    void the_same_start_twice_under_one_key_is_one_run() {
        String key = UUID.randomUUID().toString();
        String first = startWithKey(key, "{}").statusCode(202).extract().path("training_id");

        startWithKey(key, "{}").statusCode(202).body("training_id", equalTo(first));
        startWithKey(key, "{\"epochs\":9}").statusCode(422);

        given().get(API + "/runs?model=" + model).then().body("items", hasSize(1));
    }

    @Test
    void every_wrong_field_of_a_start_is_named() {
        given().contentType(ContentType.JSON)
                .body("{\"model_name\":\"No\",\"dataset_name\":\"none\",\"config\":{\"base_model\":\"../x\","
                        + "\"learning_rate\":0,\"lora\":{\"r\":0,\"target_modules\":[\"query\"]}}}")
                .post(API + "/start")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body(
                        "errors.field",
                        equalTo(List.of(
                                "model_name",
                                "dataset_name",
                                "config.base_model",
                                "config.learning_rate",
                                "config.lora.r",
                                "config.lora.target_modules[0]")))
                .body("errors.message", hasItem(containsString("(graft-tiny)")));
        given().contentType(ContentType.JSON)
                .body(body("{\"learning_rates\":1}"))
                .post(API + "/start")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("config.learning_rates"));
        given().contentType(ContentType.JSON)
                .body("{\"model_name\":")
                .post(API + "/start")
                .then()
                .statusCode(400);
    }

    @Test
    void an_incremental_run_starts_from_the_champion_in_its_shape() {
        RunConfig trained = TestRuns.config("{\"lora\":{\"r\":4,\"target_modules\":[\"all-linear\"]}}");
        VersionView champion = registry.champion(model, "1.2.0", "graft-tiny", trained);

        WorkerJob.Train job =
                (WorkerJob.Train) worker(start("{\"incremental\":true}"), 1).job();

        assertThat(job.startFrom()).isEqualTo(champion.files());
        assertThat(Objects.requireNonNull(job.config().lora()).r()).isEqualTo(4);
    }

    @Test
    void a_version_that_is_unknown_or_of_another_base_model_is_refused() {
        registry.champion(model, "1.2.0", "some-other", TestRuns.config("{}"));

        given().contentType(ContentType.JSON)
                .body(body("{\"base_version\":\"9.9.9\"}"))
                .post(API + "/start")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("config.base_version"));
        given().contentType(ContentType.JSON)
                .body(body("{\"base_version\":\"1.2.0\"}"))
                .post(API + "/start")
                .then()
                .statusCode(422)
                .body("errors[0].message", containsString("an adapter of base model some-other"));
    }

    @Test
    void a_run_learns_which_version_it_became() throws IOException {
        String id = start("{}");
        report(worker(id, 1), trained()).statusCode(200);

        try (TrainingTopic topic = new TrainingTopic(bootstrapServers)) {
            topic.send(new VersionRegistered(
                    model, "0.3.0", "graft-tiny", List.of(), UUID.fromString(id), null, null, null, null, null, null));
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> given().get(API + "/runs/" + id).then().body("version", equalTo("0.3.0")));
    }

    @Test
    void the_event_stream_tells_a_run_from_any_event_on_to_its_end() {
        String id = start("{}");
        WorkerSpec worker = worker(id, 1);
        report(worker, new WorkerReport.Started(20, 0));
        report(worker, trained());

        String all = given().get(API + "/runs/" + id + "/events")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(all).containsSubsequence("event:queued", "event:started", "event:succeeded");
        String firstId =
                all.lines().filter(line -> line.startsWith("id:")).findFirst().orElseThrow();

        String rest = given().header("Last-Event-ID", firstId.substring(3).strip())
                .get(API + "/runs/" + id + "/events")
                .then()
                .extract()
                .asString();
        assertThat(rest).doesNotContain("event:queued").containsSubsequence("event:started", "event:succeeded");
    }

    @Test
    void a_report_without_the_right_token_is_refused() {
        String id = start("{}");
        worker(id, 1);

        given().contentType(ContentType.JSON)
                .body("{\"kind\":\"started\",\"total_steps\":1,\"resumed_from_step\":0}")
                .post(API + "/runs/" + id + "/reports")
                .then()
                .statusCode(401);
        given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer guess")
                .body("{\"kind\":\"started\",\"total_steps\":1,\"resumed_from_step\":0}")
                .post(API + "/runs/" + id + "/reports")
                .then()
                .statusCode(401);
    }

    @Test
    void what_happens_can_be_measured() {
        String id = start("{}");
        report(worker(id, 1), trained()).statusCode(200);

        given().get("/q/metrics")
                .then()
                .body(containsString("graft_training_runs_total{status=\"succeeded\"}"))
                .body(containsString("graft_training_queue_depth"))
                .body(containsString("graft_training_tokens_per_second"));
    }

    @Test
    void runs_that_are_not_there_are_not_found() {
        given().get(API + "/status/" + UUID.randomUUID()).then().statusCode(404);
        given().get(API + "/runs/no-uuid").then().statusCode(404);
        given().post(API + "/stop/" + UUID.randomUUID()).then().statusCode(404);
        given().get(API + "/runs?status=odd").then().statusCode(422);
    }

    private String body(String config) {
        return "{\"model_name\":\"" + model + "\",\"dataset_name\":\"desk\",\"config\":" + config + "}";
    }

    private String start(String config) {
        return given().contentType(ContentType.JSON)
                .body(body(config))
                .post(API + "/start")
                .then()
                .statusCode(202)
                .body("status", equalTo("queued"))
                .extract()
                .path("training_id");
    }

    private ValidatableResponse startWithKey(String key, String config) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(body(config))
                .post(API + "/start")
                .then();
    }

    private static String status(String id) {
        return given().get(API + "/status/" + id).then().extract().path("status");
    }

    /// Waits until the worker of an attempt was launched.
    private WorkerSpec worker(String id, int attempt) {
        UUID run = UUID.fromString(id);
        await().until(() -> launcher.launched(run).size() >= attempt);
        return launcher.launched(run).get(attempt - 1);
    }

    private static ValidatableResponse report(WorkerSpec worker, WorkerReport report) {
        try {
            return given().contentType(ContentType.JSON)
                    .header("Authorization", "Bearer " + worker.token())
                    .body(ContractJson.mapper().writeValueAsString(report))
                    .post(API + "/runs/" + worker.runId() + "/reports")
                    .then();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WorkerReport.Progress progress(int step) {
        StepMetric metric = new StepMetric(step, 0.1, 1.5, 1e-3, 1, 0.5, 100L * step, 50, Instant.now());
        return new WorkerReport.Progress(5.0 * step, 0.1, step, 20, List.of(metric));
    }

    private static WorkerReport.Trained trained() {
        return new WorkerReport.Trained(
                List.of(new ArtifactFile("adapter_model.safetensors", "sha256:" + "a".repeat(64), 10)),
                Map.of("last_loss", 0.5, "tokens_per_second", 44.0),
                "sha256:" + "b".repeat(64),
                7);
    }
}
