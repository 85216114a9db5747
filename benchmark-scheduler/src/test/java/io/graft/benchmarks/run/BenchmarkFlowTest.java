package io.graft.benchmarks.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.event.RegistryEvent.VersionRegistered;
import io.graft.contracts.worker.WorkerJob;
import io.graft.contracts.worker.WorkerJob.Subject;
import io.graft.kit.event.Outbox;
import io.graft.kit.launch.WorkerSpec;
import io.graft.testkit.BackendsResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// From the registry's event to a result, with a worker that the test plays.
@QuarkusTest
@WithTestResource(BackendsResource.class)
class BenchmarkFlowTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ArtifactFile FILE = new ArtifactFile("file", "sha256:" + "a".repeat(64), 1);

    @Inject
    FakeLauncher launcher;

    @Inject
    Outbox outbox;

    private final String model = "desk-" + UUID.randomUUID();

    @Test
    void a_new_version_is_scored_against_base_and_champion_and_the_result_is_kept() {
        register("1.1.0", "1.0.0");

        WorkerSpec worker = awaitWorker(awaitRun("1.1.0"), 1);
        WorkerJob.Benchmark job = (WorkerJob.Benchmark) worker.job();
        assertThat(job.subjects()).extracting(Subject::subject).containsExactly("base", "champion", "candidate");
        assertThat(job.tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.name()).isEqualTo("dataset:desk@v1"));

        report(worker, """
                {"kind": "benchmarked", "results": []}""").then().statusCode(422).body("errors[0].field", equalTo("results"));
        report(
                        worker,
                        "{\"kind\": \"benchmarked\", \"results\": [%s, %s, %s]}"
                                .formatted(
                                        result("base", "graft-tiny"),
                                        result("champion", model + "@1.0.0"),
                                        result("candidate", model + "@1.1.0")))
                .then()
                .statusCode(200);
        given().get("/v1/benchmarks/results/" + worker.runId())
                .then()
                .body("status", equalTo("completed"))
                .body("results[2].metrics.'acc,none'", equalTo(0.5f));
        given().get("/v1/benchmarks/compare?a=" + model + "@1.0.0&b=" + model + "@1.1.0")
                .then()
                .body("p_value", equalTo(1f));
    }

    @Test
    void the_same_version_is_scored_once_however_often_it_is_announced() {
        register("1.0.0", null);
        register("1.0.0", null);
        UUID run = awaitRun("1.0.0");
        register("1.1.0", null);
        awaitRun("1.1.0");

        List<String> runs = given().get("/v1/benchmarks/runs?page_size=500")
                .path("items.findAll { it.models.contains('%s@1.0.0') }.run_id".formatted(model));
        assertThat(runs).containsExactly(run.toString());
        cancelAll();
    }

    @Test
    void a_dead_worker_is_replaced_and_its_token_is_worth_nothing() {
        register("2.0.0", null);
        UUID run = awaitRun("2.0.0");
        WorkerSpec first = awaitWorker(run, 1);

        launcher.killAll();
        WorkerSpec second = awaitWorker(run, 2);

        assertThat(second.attempt()).isEqualTo(2);
        report(
                        first,
                        "{\"kind\": \"progress\", \"progress_pct\": 1, \"epoch\": 0, \"step\": 0, \"total_steps\": 0, \"steps\": []}")
                .then()
                .statusCode(409)
                .body("code", equalTo("worker_superseded"));
        report(
                        second,
                        "{\"kind\": \"failed\", \"error\": {\"type\": \"t\", \"title\": \"no\", \"status\": 500, \"code\": \"x\", \"errors\": []}}")
                .then()
                .statusCode(200);
        given().get("/v1/benchmarks/results/" + run).then().body("status", equalTo("failed"));
    }

    @Test
    void a_request_is_told_everything_that_is_wrong_with_it() {
        given().contentType("application/json")
                .body(
                        "{\"models\": [], \"benchmarks\": [\"hellaswag\"], \"config\": {\"limit\": 0, \"num_fewshot\": 5}}")
                .post("/v1/benchmarks/run")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("models"))
                .body("errors.field", hasItem("benchmarks"))
                .body("errors.field", hasItem("config.limit"))
                .body("errors.field", hasItem("config.num_fewshot"));
    }

    @Test
    void what_does_not_exist_is_not_found() {
        given().get("/v1/benchmarks/results/" + UUID.randomUUID()).then().statusCode(404);
        given().get("/v1/benchmarks/results/nonsense").then().statusCode(404);
        given().get("/v1/benchmarks/compare?a=x@1&b=y@1").then().statusCode(404);
    }

    private static String result(String subject, String scored) {
        return """
                {"subject": "%s", "model": "%s", "task": "dataset:desk@v1", "metrics": {"acc,none": 0.5},
                 "samples": 2, "correct": "10", "seconds": 1}""".formatted(subject, scored);
    }

    private void register(String version, @Nullable String champion) {
        QuarkusTransaction.requiringNew()
                .run(() -> outbox.publish(new VersionRegistered(
                        model,
                        version,
                        "graft-tiny",
                        List.of(FILE),
                        UUID.randomUUID(),
                        champion,
                        champion == null ? null : List.of(FILE),
                        "desk",
                        "v1",
                        "labelled",
                        FILE)));
    }

    private UUID awaitRun(String version) {
        String path = "items.find { it.models.contains('%s@%s') }?.run_id".formatted(model, version);
        return await().atMost(PATIENCE)
                .until(() -> given().get("/v1/benchmarks/runs?page_size=500").<String>path(path), id -> id != null)
                .transform(UUID::fromString);
    }

    private WorkerSpec awaitWorker(UUID run, int attempt) {
        return await().atMost(PATIENCE)
                .until(() -> launcher.launched(run), launched -> launched.size() >= attempt)
                .get(attempt - 1);
    }

    private static Response report(WorkerSpec worker, String json) {
        return given().contentType("application/json")
                .header("Authorization", "Bearer " + worker.token())
                .body(json)
                .post("/v1/benchmarks/runs/" + worker.runId() + "/reports");
    }

    private void cancelAll() {
        List<String> open = given().get("/v1/benchmarks/runs?page_size=500")
                .path("items.findAll { it.status == 'queued' || it.status == 'running' }.run_id");
        open.forEach(id ->
                given().post("/v1/benchmarks/runs/" + id + "/cancel").then().statusCode(200));
    }
}
