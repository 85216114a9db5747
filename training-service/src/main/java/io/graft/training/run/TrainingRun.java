package io.graft.training.run;

import io.graft.contracts.ProblemDetail;
import io.graft.contracts.training.TrainingApi.RunState;
import io.graft.contracts.worker.WorkerReport;
import io.graft.kit.launch.WorkerHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A run and everything that its next state depends on. Immutable; a transition is a method that gives
/// the next one, and that refuses where the state does not allow it.
///
/// @param attempts workers launched so far; only the last one is listened to
/// @param worker   the last one's process; unknown until its launch is written down
/// @param version  what the registry made of the result, once known
record TrainingRun(
        RunId id,
        RunSpec spec,
        RunState state,
        int attempts,
        Progress progress,
        @Nullable Outcome outcome,
        @Nullable String version,
        @Nullable WorkerHandle worker,
        Times times) {

    /// @param launchedAt      when the last worker was launched
    /// @param heardAt         the last report of the last worker
    /// @param announcedAt     the last `progressed` event
    record Times(
            Instant createdAt,
            @Nullable Instant launchedAt,
            @Nullable Instant startedAt,
            @Nullable Instant heardAt,
            @Nullable Instant stopRequestedAt,
            @Nullable Instant announcedAt,
            @Nullable Instant completedAt) {

        static Times created(Instant now) {
            return new Times(now, null, null, null, null, null, null);
        }

        Times launched(Instant now) {
            return new Times(createdAt, now, startedAt, null, stopRequestedAt, announcedAt, null);
        }

        Times heard(Instant now) {
            return new Times(createdAt, launchedAt, startedAt, now, stopRequestedAt, announcedAt, completedAt);
        }

        Times started(Instant now) {
            Instant first = startedAt == null ? now : startedAt;
            return new Times(createdAt, launchedAt, first, now, stopRequestedAt, announcedAt, completedAt);
        }

        Times stopRequested(Instant now) {
            return new Times(createdAt, launchedAt, startedAt, heardAt, now, announcedAt, completedAt);
        }

        Times announced(Instant now) {
            return new Times(createdAt, launchedAt, startedAt, heardAt, stopRequestedAt, now, completedAt);
        }

        Times completed(Instant now) {
            return new Times(createdAt, launchedAt, startedAt, heardAt, stopRequestedAt, announcedAt, now);
        }
    }

    static TrainingRun queued(RunId id, RunSpec spec) {
        return new TrainingRun(
                id, spec, RunState.queued, 0, Progress.NONE, null, null, null, Times.created(spec.createdAt()));
    }

    /// The next worker is about to be launched; from now on no earlier one is listened to.
    TrainingRun launching(Instant now) {
        require(state == RunState.queued || state == RunState.launching || state == RunState.running, "be launched");
        return new TrainingRun(
                id, spec, RunState.launching, attempts + 1, progress, outcome, version, null, times.launched(now));
    }

    /// No worker could be started; the run waits for the next attempt.
    TrainingRun launchFailed() {
        require(state == RunState.launching, "wait for another launch");
        return with(RunState.queued, progress, times);
    }

    /// The launched worker's process, however far it has come meanwhile.
    TrainingRun withWorker(WorkerHandle handle) {
        return new TrainingRun(id, spec, state, attempts, progress, outcome, version, handle, times);
    }

    TrainingRun started(WorkerReport.Started report, Instant now) {
        requireActive("start");
        RunState next = state == RunState.stopping ? RunState.stopping : RunState.running;
        return with(next, progress.started(report, now), times.started(now));
    }

    /// A sign of life; before the worker has started, it is still launching.
    TrainingRun progressed(WorkerReport.Progress report, Instant now) {
        requireActive("progress");
        return with(state, progress.after(report), times.heard(now));
    }

    /// A worker that was asked to stop may have been done before it heard of it.
    TrainingRun succeeded(WorkerReport.Trained report, Instant now) {
        requireActive("succeed");
        Outcome adapter = new Outcome.Adapter(
                report.adapter(), report.metrics(), report.baseModelDigest(), report.trainableParameters());
        return ended(RunState.succeeded, progress.complete(), adapter, now);
    }

    TrainingRun failed(ProblemDetail problem, Instant now) {
        requireActive("fail");
        return ended(RunState.failed, progress, new Outcome.Failure(problem), now);
    }

    TrainingRun stopRequested(Instant now) {
        require(!state.isFinal(), "be stopped");
        return state == RunState.queued
                ? cancelled("stopped before it began", now)
                : with(RunState.stopping, progress, times.stopRequested(now));
    }

    TrainingRun cancelled(String reason, Instant now) {
        require(!state.isFinal(), "be cancelled");
        return ended(RunState.cancelled, progress, new Outcome.Stopped(reason), now);
    }

    TrainingRun announced(Instant now) {
        return with(state, progress, times.announced(now));
    }

    TrainingRun registered(String newVersion) {
        return new TrainingRun(id, spec, state, attempts, progress, outcome, newVersion, worker, times);
    }

    /// Whether it is time for the next `progressed` event.
    boolean announcementDue(Duration every, Instant now) {
        Instant last = times.announcedAt;
        return progress.loss() != null && (last == null || !now.isBefore(last.plus(every)));
    }

    boolean isActive() {
        return state == RunState.launching || state == RunState.running || state == RunState.stopping;
    }

    Optional<Duration> duration() {
        return times.startedAt == null || times.completedAt == null
                ? Optional.empty()
                : Optional.of(Duration.between(times.startedAt, times.completedAt));
    }

    private TrainingRun with(RunState next, Progress newProgress, Times newTimes) {
        return new TrainingRun(id, spec, next, attempts, newProgress, outcome, version, worker, newTimes);
    }

    private TrainingRun ended(RunState last, Progress newProgress, Outcome newOutcome, Instant now) {
        return new TrainingRun(
                id, spec, last, attempts, newProgress, newOutcome, version, worker, times.completed(now));
    }

    private void requireActive(String what) {
        require(isActive(), what);
    }

    private void require(boolean allowed, String what) {
        if (!allowed) {
            throw new IllegalStateException("run " + id + " is " + state + " and cannot " + what);
        }
    }
}
