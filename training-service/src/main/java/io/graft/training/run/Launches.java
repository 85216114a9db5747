package io.graft.training.run;

import io.graft.contracts.worker.WorkerJob;
import io.graft.kit.launch.WorkerHandle;
import io.graft.kit.launch.WorkerLauncher;
import io.graft.kit.launch.WorkerLauncher.Stop;
import io.graft.kit.launch.WorkerSpec;
import io.graft.kit.launch.WorkerToken;
import io.graft.kit.trace.Traces;
import io.graft.kit.urls.ServiceUrls;
import io.graft.training.TrainingConfig;
import io.graft.training.run.AttemptStore.Attempt;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/// Gives runs their workers. The attempt and its token are committed before the process starts, and the
/// process is written down after: whenever this service dies in between, the next attempt outdates the
/// token of a worker that may live, and that worker ends itself at its next report.
@ApplicationScoped
class Launches {

    private static final Logger LOG = Logger.getLogger(Launches.class);

    private final RunStore store;
    private final AttemptStore attempts;
    private final RunEvents events;
    private final RunMeters meters;
    private final WorkerLauncher launcher;
    private final ServiceUrls urls;
    private final TrainingConfig.Queue config;
    private final Traces traces;
    private final Clock clock;

    Launches(
            RunStore store,
            AttemptStore attempts,
            RunEvents events,
            RunMeters meters,
            WorkerLauncher launcher,
            ServiceUrls urls,
            TrainingConfig config,
            Traces traces,
            Clock clock) {
        this.store = store;
        this.attempts = attempts;
        this.events = events;
        this.meters = meters;
        this.launcher = launcher;
        this.urls = urls;
        this.config = config.queue();
        this.traces = traces;
        this.clock = clock;
    }

    private record Prepared(TrainingRun run, WorkerToken token) {}

    /// Launches the queued run whose turn it is.
    ///
    /// @return false if none is queued
    boolean launchNext() {
        Optional<Prepared> next = inTransaction(() -> store.lockNext().map(this::prepare));
        next.ifPresent(this::launch);
        return next.isPresent();
    }

    /// Launches another worker for a run whose last one is dead, unless it has moved on meanwhile.
    void relaunch(TrainingRun seen, String reason) {
        stop(seen);
        Optional<Prepared> again = inTransaction(() -> store.lock(seen.id())
                .filter(run -> run.state() == seen.state() && run.attempts() == seen.attempts())
                .map(this::prepare));
        again.ifPresent(prepared -> {
            LOG.warnf("relaunching run=%s attempt=%d: %s", seen.id(), prepared.run.attempts(), reason);
            meters.relaunched();
            launch(prepared);
        });
    }

    /// Kills the worker, if its process is known and still there.
    void stop(TrainingRun run) {
        WorkerHandle worker = run.worker();
        if (worker != null) {
            launcher.stop(worker, Stop.HARD);
        }
    }

    private Prepared prepare(TrainingRun run) {
        TrainingRun launching = run.launching(clock.instant());
        WorkerToken token = WorkerToken.create();
        store.save(launching);
        attempts.add(new Attempt(run.id(), launching.attempts()), token, clock.instant());
        return new Prepared(launching, token);
    }

    private void launch(Prepared prepared) {
        TrainingRun run = prepared.run;
        traces.continueFrom(
                run.spec().traceparent(),
                "training.launch",
                Map.of(
                        "graft.run_id",
                        run.id().toString(),
                        "graft.model",
                        run.spec().modelName()),
                () -> launchTraced(prepared));
    }

    private void launchTraced(Prepared prepared) {
        TrainingRun run = prepared.run;
        try {
            WorkerHandle handle = launcher.launch(spec(prepared));
            inTransaction(() -> {
                store.lock(run.id())
                        .filter(now -> now.attempts() == run.attempts())
                        .ifPresent(now -> store.save(now.withWorker(handle)));
                return true;
            });
        } catch (RuntimeException e) {
            LOG.errorf(e, "no worker started run=%s attempt=%d", run.id(), run.attempts());
            inTransaction(() -> {
                store.lock(run.id())
                        .filter(now -> now.attempts() == run.attempts() && now.isActive())
                        .ifPresent(now -> launchFailed(now, e));
                return true;
            });
        }
    }

    private void launchFailed(TrainingRun run, RuntimeException cause) {
        TrainingRun next = afterFailedLaunch(run, cause);
        store.save(next);
        if (next.state().isFinal()) {
            events.ended(next);
            meters.ended(next);
        }
    }

    private TrainingRun afterFailedLaunch(TrainingRun run, RuntimeException cause) {
        return switch (run.state()) {
            case stopping -> run.cancelled("stopped before a worker began", clock.instant());
            case launching ->
                run.attempts() < config.maxAttempts()
                        ? run.launchFailed()
                        : run.failed(
                                RunProblems.of("launch_failed", "No worker", String.valueOf(cause.getMessage())),
                                clock.instant());
            // Its worker has reported: it started although the launcher failed.
            case queued, running, succeeded, failed, cancelled -> run;
        };
    }

    private WorkerSpec spec(Prepared prepared) {
        TrainingRun run = prepared.run;
        RunSpec spec = run.spec();
        String reports = urls.training()
                .resolve("/v1/training/runs/" + run.id() + "/reports")
                .toString();
        WorkerJob job = new WorkerJob.Train(
                run.id().value(),
                reports,
                urls.registry().toString(),
                spec.modelName(),
                spec.datasetKind(),
                spec.train(),
                spec.config(),
                spec.startFrom());
        return new WorkerSpec(
                run.id().value(), job, run.attempts(), prepared.token.secret(), Traces.current(), heapMb(spec));
    }

    private int heapMb(RunSpec spec) {
        Integer asked = spec.config().cpu() == null ? null : spec.config().cpu().memoryPoolMb();
        return asked == null || asked == 0 ? config.heapMb() : asked;
    }

    private static <T> T inTransaction(Callable<T> work) {
        return QuarkusTransaction.requiringNew().call(work);
    }
}
