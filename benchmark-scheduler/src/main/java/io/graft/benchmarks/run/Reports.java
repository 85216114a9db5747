package io.graft.benchmarks.run;

import io.graft.contracts.benchmark.BenchmarkApi.Result;
import io.graft.contracts.benchmark.BenchmarkApi.RunState;
import io.graft.contracts.worker.WorkerReport;
import io.graft.contracts.worker.WorkerReport.Command;
import io.graft.kit.launch.WorkerToken;
import io.graft.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Hears what workers report, each report in one transaction with everything that follows from it.
@ApplicationScoped
class Reports {

    private static final Command GO_ON = new Command(false);

    private final RunStore store;
    private final RunEvents events;
    private final Clock clock;

    Reports(RunStore store, RunEvents events, Clock clock) {
        this.store = store;
        this.events = events;
        this.clock = clock;
    }

    /// @throws Problem.Conflict when the token is not the present worker's, or the run has ended otherwise: the worker
    /// ends
    @Transactional
    Command hear(UUID id, WorkerToken token, WorkerReport report) {
        BenchmarkRun run = store.lock(id).orElseThrow(() -> new Problem.NotFound("benchmark run", id));
        if (!token.digest().equals(run.tokenDigest())) {
            throw new Problem.Conflict("worker_superseded", "this worker is not the present one of run " + id);
        }
        if (run.state().isFinal()) {
            return repeated(run, report);
        }
        Instant now = clock.instant();
        return switch (report) {
            case WorkerReport.Started _ -> started(run, now);
            case WorkerReport.Progress progress -> kept(run.heard(progress.progressPct(), now));
            case WorkerReport.Benchmarked(var results) -> scored(run, results, now);
            case WorkerReport.Failed(var problem) -> kept(run.failed(problem, now));
            case WorkerReport.Cancelled _ -> kept(run.cancelled(now));
            case WorkerReport.Trained _ ->
                throw Problem.Invalid.of("kind", "must be a report on a benchmark, is trained");
        };
    }

    private Command started(BenchmarkRun run, Instant now) {
        if (run.attempts() == 1 && run.times().heardAt() == null) {
            events.started(run);
        }
        return kept(run.heard(run.progressPct(), now));
    }

    /// The gates build on results: they are whole or none.
    private Command scored(BenchmarkRun run, List<Result> results, Instant now) {
        List<String> missing = run.missing(results);
        if (!missing.isEmpty()) {
            throw Problem.Invalid.of("results", "must cover every subject and task, lacks " + missing);
        }
        return kept(run.completed(results, now));
    }

    private Command kept(BenchmarkRun changed) {
        store.save(changed);
        if (changed.state().isFinal()) {
            events.ended(changed);
        }
        return GO_ON;
    }

    /// A worker that did not get the answer to its last word says it again; for anything else the run is over.
    private static Command repeated(BenchmarkRun run, WorkerReport report) {
        boolean same = switch (report) {
            case WorkerReport.Benchmarked _ -> run.state() == RunState.completed;
            case WorkerReport.Failed _ -> run.state() == RunState.failed;
            case WorkerReport.Cancelled _ -> run.state() == RunState.cancelled;
            case WorkerReport.Started _, WorkerReport.Progress _, WorkerReport.Trained _ -> false;
        };
        if (!same) {
            throw new Problem.Conflict("run_has_ended", "run " + run.id() + " has " + run.state());
        }
        return GO_ON;
    }
}
