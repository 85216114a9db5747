package io.graft.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.training.TrainingApi.StepMetric;
import io.graft.contracts.worker.WorkerJob;
import io.graft.contracts.worker.WorkerReport;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingWorkerTest {

    private static final String SHORT = "{\"epochs\":1,\"batch_size\":8,\"learning_rate\":0.004,\"lora\":{\"r\":4}}";
    private static final String LONG =
            "{\"max_steps\":24,\"batch_size\":8,\"learning_rate\":0.004,\"save_steps\":4,\"lora\":{\"r\":4}}";

    @TempDir
    Path home;

    private FakeServices services;

    @BeforeEach
    void start() throws IOException {
        services = new FakeServices();
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void a_run_reports_its_steps_and_uploads_its_adapter() throws Exception {
        WorkerJob.Train job = Jobs.train(services, Jobs.rows(services, "train.jsonl", 40), SHORT);
        assertThat(WorkerProcess.run(home, job)).isEqualTo(Exit.DONE);

        WorkerReport.Trained trained =
                services.report(WorkerReport.Trained.class).orElseThrow();
        assertThat(services.reports().getLast()).isEqualTo(trained);
        assertThat(trained.adapter())
                .extracting(ArtifactFile::path)
                .containsExactly("adapter_config.json", "adapter_model.safetensors");
        assertThat(trained.adapter()).allMatch(services::has);
        assertThat(trained.metrics())
                .containsEntry("steps", 5.0)
                .containsEntry("examples", 40.0)
                .containsEntry("truncated_examples", 0.0);
        assertThat(trained.metrics().get("last_loss"))
                .isLessThan(trained.metrics().get("first_loss"));
        assertThat(trained.baseModelDigest()).matches("sha256:[0-9a-f]{64}");
        assertThat(trained.trainableParameters()).isPositive();
        assertThat(steps()).extracting(StepMetric::step).containsExactly(1, 2, 3, 4, 5);
        assertThat(services.report(WorkerReport.Started.class)).contains(new WorkerReport.Started(5, 0));
        assertThat(services.tokens()).containsOnly("Bearer " + FakeServices.TOKEN);
    }

    @Test
    void a_killed_worker_goes_on_from_its_checkpoint_with_the_same_curve() throws Exception {
        ArtifactFile rows = Jobs.rows(services, "train.jsonl", 200);
        WorkerJob.Train whole = Jobs.train(services, rows, LONG);
        assertThat(WorkerProcess.run(home, whole)).isEqualTo(Exit.DONE);
        List<StepMetric> expected = steps();
        Map<String, Double> expectedMetrics =
                services.report(WorkerReport.Trained.class).orElseThrow().metrics();

        try (FakeServices other = new FakeServices()) {
            WorkerJob.Train job = Jobs.train(other, Jobs.rows(other, "train.jsonl", 200), LONG);
            Path checkpoints =
                    home.resolve("workers").resolve(job.runId().toString()).resolve("checkpoint");
            try (WorkerProcess first = WorkerProcess.start(home, job)) {
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> Files.exists(checkpoints.resolve("checkpoint-8")));
                first.kill();
            }
            assertThat(other.report(WorkerReport.Trained.class)).isEmpty();
            assertThat(WorkerProcess.run(home, job)).isEqualTo(Exit.DONE);

            int resumedFrom = other.reports().stream()
                    .filter(WorkerReport.Started.class::isInstance)
                    .map(WorkerReport.Started.class::cast)
                    .toList()
                    .getLast()
                    .resumedFromStep();
            assertThat(resumedFrom).isGreaterThanOrEqualTo(8);
            List<StepMetric> resumed = steps(other).stream()
                    .filter(step -> step.step() > resumedFrom)
                    .toList();
            assertThat(resumed.stream().map(StepMetric::loss).distinct())
                    .containsAll(expected.stream()
                            .filter(step -> step.step() > resumedFrom)
                            .map(StepMetric::loss)
                            .toList());
            Map<String, Double> metrics =
                    other.report(WorkerReport.Trained.class).orElseThrow().metrics();
            assertThat(metrics.get("first_loss")).isEqualTo(expectedMetrics.get("first_loss"));
            assertThat(metrics.get("last_loss")).isEqualTo(expectedMetrics.get("last_loss"));
        }
    }

    @Test
    void a_stopped_worker_keeps_a_checkpoint_and_reports_cancelled() throws Exception {
        services.tellToStop();
        WorkerJob.Train job =
                Jobs.train(services, Jobs.rows(services, "train.jsonl", 200), "{\"epochs\":500,\"save_steps\":1000}");

        assertThat(WorkerProcess.run(home, job)).isEqualTo(Exit.DONE);

        assertThat(services.reports().getLast()).isInstanceOf(WorkerReport.Cancelled.class);
        assertThat(services.report(WorkerReport.Trained.class)).isEmpty();
    }

    @Test
    void a_worker_that_was_replaced_ends_itself_and_says_nothing_more() throws Exception {
        services.answerReportsWith(409);
        WorkerJob.Train job = Jobs.train(services, Jobs.rows(services, "train.jsonl", 200), "{\"epochs\":500}");

        assertThat(WorkerProcess.run(home, job)).isEqualTo(Exit.SUPERSEDED);

        assertThat(services.reports()).isEmpty();
    }

    @Test
    void a_worker_that_the_system_ends_keeps_a_checkpoint_and_leaves_the_verdict_to_the_service() throws Exception {
        WorkerJob.Train job =
                Jobs.train(services, Jobs.rows(services, "train.jsonl", 200), "{\"epochs\":500,\"save_steps\":100000}");

        try (WorkerProcess worker = WorkerProcess.start(home, job)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> !steps().isEmpty());
            worker.terminate();
            assertThat(worker.await()).as(worker.log()).isEqualTo(Exit.SIGNAL.code());
        }

        assertThat(services.reports().getLast()).isInstanceOf(WorkerReport.Progress.class);
        Path checkpoint =
                home.resolve("workers").resolve(job.runId().toString()).resolve("checkpoint");
        assertThat(checkpoint).isDirectoryContaining("glob:**/checkpoint-*");
    }

    @Test
    void a_corrupt_base_model_is_named_in_the_last_report() throws Exception {
        Path models = home.resolve("models");
        Path model = Files.createDirectories(models.resolve("graft-tiny"));
        try (var files = Files.list(WorkerProcess.MODELS.resolve("graft-tiny"))) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
        byte[] weights = Files.readAllBytes(model.resolve("model.safetensors"));
        Files.write(model.resolve("model.safetensors"), Arrays.copyOf(weights, weights.length / 2));
        WorkerJob.Train job = Jobs.train(services, Jobs.rows(services, "train.jsonl", 8), SHORT);

        assertThat(WorkerProcess.run(home, job, Map.of("GRAFT_MODELS_DIR", models.toString())))
                .isEqualTo(Exit.FAILED);

        WorkerReport.Failed failed = services.report(WorkerReport.Failed.class).orElseThrow();
        assertThat(failed.error().code()).isEqualTo("malformed_file");
        assertThat(failed.error().detail()).contains("model.safetensors");
    }

    @Test
    void rows_that_are_not_what_was_asked_for_are_refused() throws Exception {
        ArtifactFile rows = Jobs.rows(services, "train.jsonl", 8);
        services.corrupt(rows);

        assertThat(WorkerProcess.run(home, Jobs.train(services, rows, SHORT))).isEqualTo(Exit.FAILED);

        WorkerReport.Failed failed = services.report(WorkerReport.Failed.class).orElseThrow();
        assertThat(failed.error().code()).isEqualTo("corrupt_artifact");
        assertThat(failed.error().detail()).contains(rows.digest());
    }

    @Test
    void training_that_diverges_names_the_step() throws Exception {
        WorkerJob.Train job = Jobs.train(
                services,
                Jobs.rows(services, "train.jsonl", 40),
                "{\"epochs\":5,\"learning_rate\":1e30,\"max_grad_norm\":0,\"lora\":{\"r\":4}}");

        assertThat(WorkerProcess.run(home, job)).isEqualTo(Exit.FAILED);

        WorkerReport.Failed failed = services.report(WorkerReport.Failed.class).orElseThrow();
        assertThat(failed.error().code()).isEqualTo("training_diverged");
        assertThat(failed.error().detail()).contains("in step ");
    }

    @Test
    void training_continues_from_another_adapter() throws Exception {
        ArtifactFile rows = Jobs.rows(services, "train.jsonl", 40);
        assertThat(WorkerProcess.run(home, Jobs.train(services, rows, SHORT))).isEqualTo(Exit.DONE);
        WorkerReport.Trained first = services.report(WorkerReport.Trained.class).orElseThrow();

        try (FakeServices other = new FakeServices()) {
            for (ArtifactFile file : first.adapter()) {
                other.keep(home.resolve("workers")
                        .resolve(runFolder())
                        .resolve("adapter")
                        .resolve(file.path()));
            }
            WorkerJob.Train job = Jobs.train(other, Jobs.rows(other, "train.jsonl", 40), SHORT, first.adapter());
            assertThat(WorkerProcess.run(home, job)).isEqualTo(Exit.DONE);
            WorkerReport.Trained second =
                    other.report(WorkerReport.Trained.class).orElseThrow();
            assertThat(second.metrics().get("first_loss"))
                    .isLessThan(first.metrics().get("first_loss"))
                    .isCloseTo(first.metrics().get("last_loss"), within(1.0));
        }
    }

    @Test
    void the_workers_spans_continue_the_runs_trace() throws Exception {
        String traceId = "0af7651916cd43dd8448eb211c80319c";
        WorkerJob.Train job = Jobs.train(services, Jobs.rows(services, "train.jsonl", 16), SHORT);

        Map<String, String> environment = Map.of(
                "TRACEPARENT", "00-" + traceId + "-b7ad6b7169203331-01", "OTEL_EXPORTER_OTLP_ENDPOINT", services.url());
        assertThat(WorkerProcess.run(home, job, environment)).isEqualTo(Exit.DONE);

        List<Span> spans = spans();
        assertThat(spans)
                .extracting(Span::getName)
                .contains("train", "download", "load model", "tokenize", "fit", "upload");
        assertThat(spans).allMatch(span -> hex(span.getTraceId().toByteArray()).equals(traceId));
        Span train = spans.stream()
                .filter(span -> span.getName().equals("train"))
                .findFirst()
                .orElseThrow();
        assertThat(hex(train.getParentSpanId().toByteArray())).isEqualTo("b7ad6b7169203331");
    }

    private String runFolder() throws IOException {
        try (var folders = Files.list(home.resolve("workers"))) {
            return folders.findFirst().orElseThrow().getFileName().toString();
        }
    }

    private List<Span> spans() throws IOException {
        List<Span> spans = new ArrayList<>();
        for (byte[] body : services.spans()) {
            ExportTraceServiceRequest.parseFrom(body)
                    .getResourceSpansList()
                    .forEach(resource ->
                            resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList())));
        }
        return spans;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private List<StepMetric> steps() {
        return steps(services);
    }

    private static List<StepMetric> steps(FakeServices services) {
        return services.reports().stream()
                .filter(WorkerReport.Progress.class::isInstance)
                .map(WorkerReport.Progress.class::cast)
                .flatMap(progress -> progress.steps().stream())
                .toList();
    }
}
