package io.graft.worker.benchmark;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.benchmark.BenchmarkApi.Result;
import io.graft.contracts.worker.WorkerJob;
import io.graft.contracts.worker.WorkerJob.Subject;
import io.graft.contracts.worker.WorkerReport;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.compute.Precision;
import io.graft.engine.dataset.RowForm;
import io.graft.engine.dataset.Rows;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import io.graft.worker.job.Workshop;
import io.graft.worker.report.Halt;
import io.graft.worker.report.Pulse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Scores every subject on every task, all on the same rows.
public final class BenchmarkJob {

    private static final double NANOS = 1e9;

    private final WorkerJob.Benchmark job;
    private final Workshop shop;
    private int scored;
    private int total;

    public BenchmarkJob(WorkerJob.Benchmark job, Workshop shop) {
        this.job = job;
        this.shop = shop;
    }

    /// @return the last word: benchmarked or cancelled
    public WorkerReport run() throws IOException {
        if (job.numFewshot() != 0) {
            throw new IllegalArgumentException(
                    "num_fewshot must be 0, is " + job.numFewshot() + ": held-out rows have no examples to show");
        }
        return shop.tracing()
                .span("benchmark", Map.of("graft.benchmark_run_id", job.runId().toString()), this::score);
    }

    private WorkerReport score() throws IOException {
        int threads = job.numWorkers() == null ? 0 : job.numWorkers();
        CausalModel model = shop.load(shop.find(
                new Workshop.BaseRequest(job.baseModel(), threads, Workshop.Kernels.FASTEST, Precision.FP32)));
        try (Tokenizer tokenizer = model.tokenizer()) {
            List<PreparedTask> tasks = prepare(model, tokenizer);
            total = job.subjects().size()
                    * tasks.stream().mapToInt(PreparedTask::size).sum();
            shop.reporter().started(new WorkerReport.Started(total, 0));
            List<Result> results = new ArrayList<>();
            for (Subject subject : job.subjects()) {
                results.addAll(score(subject, model, tasks));
            }
            return isHalted() ? new WorkerReport.Cancelled(null) : new WorkerReport.Benchmarked(results);
        }
    }

    private List<PreparedTask> prepare(CausalModel model, Tokenizer tokenizer) throws IOException {
        OptionalInt limit = job.limit() == null ? OptionalInt.empty() : OptionalInt.of(job.limit());
        Tasks tasks = new Tasks(model, tokenizer, limit, job.seed());
        return shop.tracing().span("download", Map.of(), () -> {
            List<PreparedTask> prepared = new ArrayList<>();
            for (WorkerJob.Task task : job.tasks()) {
                Rows rows = Rows.read(shop.artifacts().download(task.test()), RowForm.of(task.kind()));
                prepared.add(tasks.prepare(task, rows.rows()));
            }
            return prepared;
        });
    }

    private List<Result> score(Subject subject, CausalModel model, List<PreparedTask> tasks) throws IOException {
        Map<String, String> attributes = Map.of("graft.model", subject.model());
        return shop.tracing().span("score " + subject.subject(), attributes, () -> {
            Adapter adapter = adapter(subject, model);
            List<Result> results = new ArrayList<>();
            for (PreparedTask task : tasks) {
                results.add(score(subject, adapter, task));
            }
            return results;
        });
    }

    private Adapter adapter(Subject subject, CausalModel model) throws IOException {
        List<ArtifactFile> files = subject.adapter();
        if (files == null) {
            return Adapter.NONE;
        }
        Path folder = shop.folder().path().resolve("subjects").resolve(folderName(files));
        return LoraAdapter.load(model, shop.artifacts().download(files, folder));
    }

    /// Named by content: a subject's name is not made for a path.
    private static String folderName(List<ArtifactFile> files) {
        return files.getFirst().digest().replace(':', '-');
    }

    private Result score(Subject subject, Adapter adapter, PreparedTask task) {
        long start = System.nanoTime();
        Scores scores = new Scores();
        for (int row = 0; row < task.size() && !isHalted(); row++) {
            task.score(row, adapter, scores);
            scored++;
            shop.reporter().at(new Pulse(100.0 * scored / total, 0, scored, total));
        }
        double seconds = (System.nanoTime() - start) / NANOS;
        Map<String, Double> metrics = scores.samples() == 0 ? Map.of() : task.metrics(scores);
        return new Result(
                subject.subject(), subject.model(), task.name(), metrics, scores.samples(), scores.correct(), seconds);
    }

    private boolean isHalted() {
        return shop.reporter().halt() != Halt.NONE;
    }
}
