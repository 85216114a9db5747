package io.graft.training.run;

import io.graft.contracts.training.TrainingApi.RunState;
import io.graft.contracts.worker.WorkerReport;
import io.graft.contracts.worker.WorkerReport.Command;
import io.graft.kit.launch.WorkerToken;
import io.graft.kit.problem.Problem;
import io.graft.training.TrainingConfig;
import io.graft.training.run.AttemptStore.Attempt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Hears what workers report, each report in one transaction with everything that follows from it.
@ApplicationScoped
class Reports {

    private final RunStore store;
    private final AttemptStore attempts;
    private final StepStore steps;
    private final RunEvents events;
    private final RunMeters meters;
    private final TrainingConfig.Queue config;
    private final Clock clock;

    Reports(
            RunStore store,
            AttemptStore attempts,
            StepStore steps,
            RunEvents events,
            RunMeters meters,
            TrainingConfig config,
            Clock clock) {
        this.store = store;
        this.attempts = attempts;
        this.steps = steps;
        this.events = events;
        this.meters = meters;
        this.config = config.queue();
        this.clock = clock;
    }

    /// @throws Problem.Unauthenticated if the token is not one of this run's
    /// @throws Problem.Conflict        if a later worker has taken over, or the run has ended: the worker
    /// ends
    @Transactional
    Command hear(RunId id, WorkerToken token, WorkerReport report) {
        Attempt attempt = attempts.of(token)
                .filter(found -> found.run().equals(id))
                .orElseThrow(() -> new Problem.Unauthenticated("the token is not one of a worker of run " + id));
        TrainingRun run = store.lock(id).orElseThrow(() -> Runs.notFound(id));
        if (attempt.number() < run.attempts()) {
            throw new Problem.Conflict(
                    "worker_superseded",
                    "worker " + attempt.number() + " of run " + id + " was replaced by worker " + run.attempts());
        }
        if (run.state().isFinal()) {
            return repeated(run, report);
        }
        return apply(run, report, clock.instant());
    }

    /// A worker that did not get the answer to its last word says it again.
    private static Command repeated(TrainingRun run, WorkerReport report) {
        RunState told = switch (report) {
            case WorkerReport.Trained _ -> RunState.succeeded;
            case WorkerReport.Failed _ -> RunState.failed;
            case WorkerReport.Cancelled _ -> RunState.cancelled;
            case WorkerReport.Started _, WorkerReport.Progress _, WorkerReport.Benchmarked _ -> RunState.running;
        };
        if (told != run.state()) {
            throw new Problem.Conflict("run_has_ended", "run " + run.id() + " has " + run.state());
        }
        return new Command(false);
    }

    private Command apply(TrainingRun run, WorkerReport report, Instant now) {
        return switch (report) {
            case WorkerReport.Started started -> started(run, started, now);
            case WorkerReport.Progress progress -> progressed(run, progress, now);
            case WorkerReport.Trained trained -> ended(run.succeeded(trained, now));
            case WorkerReport.Failed(var problem) -> ended(run.failed(problem, now));
            case WorkerReport.Cancelled(Integer step) -> ended(run.cancelled(cancellation(step), now));
            case WorkerReport.Benchmarked _ ->
                throw Problem.Invalid.of("kind", "must be a report on training, is benchmarked");
        };
    }

    private static String cancellation(@Nullable Integer step) {
        return step == null ? "stopped" : "stopped at step " + step;
    }

    private Command started(TrainingRun run, WorkerReport.Started report, Instant now) {
        TrainingRun started = run.started(report, now);
        store.save(started);
        if (run.state() == RunState.launching) {
            events.started(started);
        }
        return command(started);
    }

    private Command progressed(TrainingRun run, WorkerReport.Progress report, Instant now) {
        TrainingRun progressed = run.progressed(report, now);
        steps.add(run.id(), report.steps());
        meters.progressed(run.progress(), progressed.progress());
        if (progressed.announcementDue(config.progressEvery(), now)) {
            progressed = progressed.announced(now);
            events.progressed(progressed);
        }
        store.save(progressed);
        return command(progressed);
    }

    private Command ended(TrainingRun ended) {
        store.save(ended);
        events.ended(ended);
        meters.ended(ended);
        return command(ended);
    }

    private static Command command(TrainingRun run) {
        return new Command(run.state() == RunState.stopping);
    }
}
