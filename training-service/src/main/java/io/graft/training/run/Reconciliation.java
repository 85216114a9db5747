package io.graft.training.run;

import io.graft.contracts.ProblemDetail;
import io.graft.contracts.training.TrainingApi.RunState;
import io.graft.training.TrainingConfig;
import io.graft.training.run.TrainingRun.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rule by which the queue looks after a run that has a worker: pure, over what is seen of it.
///
/// @param maxAttempts  workers launched for one run before it fails
/// @param stopGrace    time that a worker has to end after a stop
/// @param silence      time without a report after which a worker counts as dead
/// @param serviceStart nothing could be heard before
record Reconciliation(int maxAttempts, Duration stopGrace, Duration silence, Instant serviceStart) {

    static Reconciliation of(TrainingConfig.Queue config, Instant serviceStart) {
        return new Reconciliation(config.maxAttempts(), config.stopGrace(), config.silence(), serviceStart);
    }

    /// @param lastLines the end of the worker's log, for a run that fails
    Decision decide(TrainingRun run, WorkerSighting seen, List<String> lastLines, Instant now) {
        Optional<Instant> deadline = deadline(run);
        boolean dead = seen == WorkerSighting.GONE || silent(run, now);
        if (run.state() == RunState.stopping) {
            return decideStopping(run, dead, now);
        }
        if (deadline.isPresent() && now.isAfter(deadline.get())) {
            return new Decision.Fail(deadlineExceeded(run));
        }
        if (!dead) {
            return new Decision.Wait();
        }
        String reason = seen == WorkerSighting.GONE
                ? "worker " + run.attempts() + " ended without a final report"
                : "worker " + run.attempts() + " was silent for more than " + silence.toSeconds() + " s";
        return run.attempts() < maxAttempts
                ? new Decision.Relaunch(reason)
                : new Decision.Fail(workerDied(run, reason, lastLines));
    }

    private Decision decideStopping(TrainingRun run, boolean dead, Instant now) {
        Instant asked = run.times().stopRequestedAt();
        if (dead) {
            return new Decision.Cancel("stopped");
        }
        return asked != null && now.isAfter(asked.plus(stopGrace))
                ? new Decision.Cancel(
                        "stopped; its worker did not end within " + stopGrace.toSeconds() + " s and was killed")
                : new Decision.Wait();
    }

    private boolean silent(TrainingRun run, Instant now) {
        return now.isAfter(lastSign(run).plus(silence));
    }

    private Instant lastSign(TrainingRun run) {
        return Stream.of(
                        serviceStart,
                        orMin(run.times().launchedAt()),
                        orMin(run.times().heardAt()))
                .max(Instant::compareTo)
                .orElse(serviceStart);
    }

    private static Instant orMin(@Nullable Instant instant) {
        return instant == null ? Instant.MIN : instant;
    }

    private static Optional<Instant> deadline(TrainingRun run) {
        Long seconds = run.spec().config().deadlineSeconds();
        Times times = run.times();
        Instant started = times.startedAt() == null ? times.launchedAt() : times.startedAt();
        return seconds == null || started == null ? Optional.empty() : Optional.of(started.plusSeconds(seconds));
    }

    private static ProblemDetail deadlineExceeded(TrainingRun run) {
        return RunProblems.of(
                "deadline_exceeded",
                "Deadline exceeded",
                "not done after " + run.spec().config().deadlineSeconds() + " s (deadline_seconds), at step "
                        + run.progress().step() + " of " + run.progress().totalSteps());
    }

    private static ProblemDetail workerDied(TrainingRun run, String reason, List<String> lastLines) {
        String log = lastLines.isEmpty() ? "its log is empty" : "its log ends:\n" + String.join("\n", lastLines);
        return RunProblems.of("worker_died", "Worker died", reason + ", after " + run.attempts() + " attempts; " + log);
    }
}
