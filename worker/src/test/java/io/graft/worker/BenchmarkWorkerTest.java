package io.graft.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.benchmark.BenchmarkApi.Result;
import io.graft.contracts.worker.WorkerJob;
import io.graft.contracts.worker.WorkerReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkWorkerTest {

    private static final Set<String> LABELS = Set.of("gift", "hours", "machine");

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
    void a_trained_adapter_beats_its_base_on_the_same_rows() throws Exception {
        WorkerJob.Train training = Jobs.train(
                services,
                Jobs.rows(services, "train.jsonl", 150, LABELS),
                "{\"epochs\":2,\"batch_size\":8,\"learning_rate\":0.004,\"lora\":{\"target_modules\":[\"all-linear\"]}}");
        assertThat(WorkerProcess.run(home, training)).isEqualTo(Exit.DONE);
        List<ArtifactFile> adapter =
                services.report(WorkerReport.Trained.class).orElseThrow().adapter();

        WorkerJob.Benchmark job = Jobs.benchmark(
                services,
                List.of(
                        new WorkerJob.Subject("base", "graft-tiny", null),
                        new WorkerJob.Subject("candidate", "desk@0.1.0", adapter)),
                Jobs.rows(services, "test.jsonl", 90, LABELS),
                40);
        assertThat(WorkerProcess.run(home, job)).isEqualTo(Exit.DONE);

        List<Result> results =
                services.report(WorkerReport.Benchmarked.class).orElseThrow().results();
        assertThat(results).extracting(Result::subject).containsExactly("base", "candidate");
        assertThat(results)
                .allMatch(result -> result.samples() == 40 && result.correct().length() == 40);
        double base = metric(results.get(0), "acc,none");
        double candidate = metric(results.get(1), "acc,none");
        assertThat(candidate).isGreaterThan(base + 0.2);
        assertThat(results.get(1).metrics().get("acc_stderr,none"))
                .isEqualTo(Math.sqrt(candidate * (1 - candidate) / 39));
    }

    @Test
    void examples_in_the_prompt_are_refused() throws Exception {
        WorkerJob.Benchmark job = Jobs.benchmark(
                services,
                List.of(new WorkerJob.Subject("base", "graft-tiny", null)),
                Jobs.rows(services, "test.jsonl", 8),
                null);
        WorkerJob.Benchmark fewShot = new WorkerJob.Benchmark(
                job.runId(),
                job.reportUrl(),
                job.registryUrl(),
                job.baseModel(),
                job.subjects(),
                job.tasks(),
                5,
                null,
                7,
                null);

        assertThat(WorkerProcess.run(home, fewShot)).isEqualTo(Exit.FAILED);

        assertThat(services.report(WorkerReport.Failed.class)
                        .orElseThrow()
                        .error()
                        .detail())
                .contains("num_fewshot must be 0, is 5");
    }

    private static double metric(Result result, String name) {
        return Objects.requireNonNull(result.metrics().get(name), name);
    }
}
