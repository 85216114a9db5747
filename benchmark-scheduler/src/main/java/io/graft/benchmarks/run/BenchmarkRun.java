package io.graft.benchmarks.run;

import io.graft.contracts.ProblemDetail;
import io.graft.contracts.benchmark.BenchmarkApi;
import io.graft.contracts.benchmark.BenchmarkApi.RunState;
import io.graft.contracts.benchmark.BenchmarkApi.RunView;
import io.graft.kit.launch.WorkerHandle;
import io.graft.kit.trace.Traces;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One benchmark run and how far it is. Transitions return the next state; a [RunStore] keeps it.
///
/// @param version     the candidate, in the loop's runs
/// @param attempts    workers launched so far
/// @param tokenDigest what the present worker's token must hash to
record BenchmarkRun(
        UUID id,
        String model,
        @Nullable String version,
        RunState state,
        RunSpec spec,
        List<BenchmarkApi.Result> results,
        @Nullable ProblemDetail error,
        double progressPct,
        int attempts,
        @Nullable String tokenDigest,
        @Nullable WorkerHandle worker,
        @Nullable String traceparent,
        Times times) {

    record Times(
            Instant createdAt,
            @Nullable Instant launchedAt,
            @Nullable Instant heardAt,
            @Nullable Instant completedAt) {}

    static BenchmarkRun queued(
            UUID id, String model, @Nullable String version, RunSpec spec, @Nullable String traceparent, Instant now) {
        return new BenchmarkRun(
                id,
                model,
                version,
                RunState.queued,
                spec,
                List.of(),
                null,
                0,
                0,
                null,
                null,
                traceparent,
                new Times(now, null, null, null));
    }

    /// The next worker's turn: the attempt counts and its token is the only one that is good from now on.
    BenchmarkRun launching(String digest, Instant now) {
        return with(
                RunState.running,
                results,
                null,
                0,
                attempts + 1,
                digest,
                null,
                new Times(times.createdAt, now, null, null));
    }

    /// Back in the queue: no worker could be started.
    BenchmarkRun requeued() {
        return with(RunState.queued, results, null, 0, attempts, null, null, times);
    }

    /// The pairs of subject and task that results are missing for.
    List<String> missing(List<BenchmarkApi.Result> scored) {
        return spec.subjects().stream()
                .flatMap(subject -> spec.tasks().stream()
                        .filter(task -> scored.stream()
                                .noneMatch(result -> result.subject().equals(subject.subject())
                                        && result.task().equals(task.name())))
                        .map(task -> subject.subject() + " on " + task.name()))
                .toList();
    }

    BenchmarkRun withWorker(WorkerHandle handle) {
        return with(state, results, error, progressPct, attempts, tokenDigest, handle, times);
    }

    BenchmarkRun heard(double progress, Instant now) {
        return with(
                state,
                results,
                error,
                progress,
                attempts,
                tokenDigest,
                worker,
                new Times(times.createdAt, times.launchedAt, now, null));
    }

    BenchmarkRun completed(List<BenchmarkApi.Result> scored, Instant now) {
        return ended(RunState.completed, scored, null, 100, now);
    }

    BenchmarkRun failed(ProblemDetail problem, Instant now) {
        return ended(RunState.failed, results, problem, progressPct, now);
    }

    BenchmarkRun cancelled(Instant now) {
        return ended(RunState.cancelled, results, null, progressPct, now);
    }

    RunView view() {
        return new RunView(
                id,
                state,
                progressPct,
                spec.models(),
                spec.benchmarks(),
                spec.settings(),
                results,
                error,
                times.createdAt,
                times.completedAt,
                Traces.traceId(traceparent));
    }

    private BenchmarkRun ended(
            RunState end,
            List<BenchmarkApi.Result> scored,
            @Nullable ProblemDetail problem,
            double progress,
            Instant now) {
        return with(
                end,
                scored,
                problem,
                progress,
                attempts,
                tokenDigest,
                worker,
                new Times(times.createdAt, times.launchedAt, times.heardAt, now));
    }

    private BenchmarkRun with(
            RunState newState,
            List<BenchmarkApi.Result> newResults,
            @Nullable ProblemDetail newError,
            double progress,
            int newAttempts,
            @Nullable String digest,
            @Nullable WorkerHandle handle,
            Times newTimes) {
        return new BenchmarkRun(
                id,
                model,
                version,
                newState,
                spec,
                newResults,
                newError,
                progress,
                newAttempts,
                digest,
                handle,
                traceparent,
                newTimes);
    }
}
