package io.graft.contracts.benchmark;

import io.graft.contracts.ProblemDetail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Bodies of `/v1/benchmarks`.
public interface BenchmarkApi {

    /// `POST /run`.
    ///
    /// @param models     `name@version`, `name` (its champion) or a base model's name
    /// @param benchmarks task names: `dataset:NAME` or `dataset:NAME@VERSION` scores the held-out rows of a data
    ///             set
    record RunRequest(
            List<String> models,
            List<String> benchmarks,
            @Nullable RunSettings config) {}

    /// @param timeout seconds for the whole run
    /// @param limit   rows per task, drawn with `seed`; absent: all
    record RunSettings(
            @Nullable Integer parallel,
            @Nullable Long timeout,
            @Nullable Integer numFewshot,
            @Nullable Integer limit,
            @Nullable Long seed) {}

    record RunResponse(UUID runId, RunState status) {}

    enum RunState {
        queued,
        running,
        completed,
        failed,
        cancelled;

        public boolean isFinal() {
            return this == completed || this == failed || this == cancelled;
        }
    }

    /// `GET /results/{run_id}`: per model and task the metrics with lm-evaluation-harness' keys.
    record RunView(
            UUID runId,
            RunState status,
            double progressPct,
            List<String> models,
            List<String> benchmarks,
            RunSettings config,
            List<Result> results,
            @Nullable ProblemDetail error,
            Instant createdAt,
            @Nullable Instant completedAt,
            @Nullable String traceId) {}

    /// What one model scored on one task.
    ///
    /// @param subject `base`, `champion`, `candidate` in the loop's runs, otherwise the model as asked for
    /// @param metrics `acc,none`, `acc_stderr,none`
    /// @param correct one character per row in the order of the task, `1` right and `0` wrong
    record Result(
            String subject,
            String model,
            String task,
            Map<String, Double> metrics,
            int samples,
            String correct,
            double seconds) {}

    /// `GET /compare`: paired over the same rows.
    ///
    /// @param pValue two-sided exact McNemar
    /// @param flipped indices of rows that only one of both had right
    record Comparison(
            String a,
            String b,
            String task,
            double accA,
            double accB,
            int onlyA,
            int onlyB,
            double pValue,
            List<Integer> flipped) {}

    /// `GET /tasks`.
    record TaskView(String name, String description, String outputType, List<String> metrics) {}
}
