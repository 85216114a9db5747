package io.graft.training.run;

import io.graft.contracts.training.TrainingApi.RunState;
import io.graft.kit.launch.LogTail;
import io.graft.kit.launch.WorkerHandle;
import io.graft.kit.launch.WorkerLauncher;
import io.graft.kit.loop.Loop;
import io.graft.kit.trace.Traces;
import io.graft.training.TrainingConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Looks after the runs again and again: those with a worker first, then the queue.
@ApplicationScoped
class RunQueue {

    private static final Logger LOG = Logger.getLogger(RunQueue.class);
    private static final int LINES_OF_A_DEAD_WORKER = 20;

    private final RunStore store;
    private final RunEvents events;
    private final RunMeters meters;
    private final Launches launches;
    private final WorkerLauncher launcher;
    private final TrainingConfig.Queue config;
    private final Reconciliation reconciliation;
    private final Traces traces;
    private final Clock clock;
    private @Nullable Loop loop;

    RunQueue(
            RunStore store,
            RunEvents events,
            RunMeters meters,
            Launches launches,
            WorkerLauncher launcher,
            TrainingConfig config,
            Traces traces,
            Clock clock) {
        this.store = store;
        this.events = events;
        this.meters = meters;
        this.launches = launches;
        this.launcher = launcher;
        this.config = config.queue();
        this.reconciliation = Reconciliation.of(config.queue(), clock.instant());
        this.traces = traces;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("training-queue", config.interval(), this::pass);
    }

    void stop(@Observes ShutdownEvent event) {
        if (loop != null) {
            loop.close();
        }
    }

    /// Looks at once instead of at the end of the interval.
    void wake() {
        if (loop != null) {
            loop.wake();
        }
    }

    private void pass() {
        active().forEach(this::lookAfter);
        int running = active().size();
        while (running < config.maxConcurrent() && launches.launchNext()) {
            running++;
        }
        long queued = QuarkusTransaction.requiringNew()
                .call(() -> store.countByState().getOrDefault(RunState.queued, 0L));
        meters.seen(queued, running);
    }

    private List<TrainingRun> active() {
        return QuarkusTransaction.requiringNew().call(store::active);
    }

    private void lookAfter(TrainingRun run) {
        WorkerSighting seen = sight(run);
        List<String> log = seen == WorkerSighting.ALIVE
                ? List.of()
                : LogTail.of(launcher.log(run.id().value()), LINES_OF_A_DEAD_WORKER);
        switch (reconciliation.decide(run, seen, log, clock.instant())) {
            case Decision.Wait _ -> {}
            case Decision.Relaunch(String reason) -> launches.relaunch(run, reason);
            case Decision.Fail(var problem) -> end(run, now -> now.failed(problem, clock.instant()));
            case Decision.Cancel(String reason) -> end(run, now -> now.cancelled(reason, clock.instant()));
        }
    }

    private WorkerSighting sight(TrainingRun run) {
        WorkerHandle worker = run.worker();
        if (worker == null) {
            return WorkerSighting.UNKNOWN;
        }
        return launcher.alive(worker) ? WorkerSighting.ALIVE : WorkerSighting.GONE;
    }

    private interface Ending {
        TrainingRun of(TrainingRun run);
    }

    /// Ends a run, unless its worker has ended it meanwhile, and then its worker.
    private void end(TrainingRun seen, Ending ending) {
        traces.continueFrom(
                seen.spec().traceparent(),
                "training.end",
                Map.of(
                        "graft.run_id",
                        seen.id().toString(),
                        "graft.model",
                        seen.spec().modelName()),
                () -> QuarkusTransaction.requiringNew()
                        .run(() -> store.lock(seen.id())
                                .filter(run -> run.isActive() && run.attempts() == seen.attempts())
                                .map(ending::of)
                                .ifPresent(this::keepEnded)));
        launches.stop(seen);
    }

    private void keepEnded(TrainingRun ended) {
        store.save(ended);
        events.ended(ended);
        meters.ended(ended);
        LOG.infof("run ended run=%s status=%s outcome=%s", ended.id(), ended.state(), ended.outcome());
    }
}
