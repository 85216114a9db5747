package io.graft.benchmarks.run;

import io.graft.benchmarks.BenchmarksConfig;
import io.graft.contracts.ProblemDetail;
import io.graft.contracts.worker.WorkerJob;
import io.graft.kit.launch.LogTail;
import io.graft.kit.launch.WorkerHandle;
import io.graft.kit.launch.WorkerLauncher;
import io.graft.kit.launch.WorkerLauncher.Stop;
import io.graft.kit.launch.WorkerSpec;
import io.graft.kit.launch.WorkerToken;
import io.graft.kit.loop.Loop;
import io.graft.kit.trace.Traces;
import io.graft.kit.urls.ServiceUrls;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Gives queued runs their workers and looks after those that have one. The attempt and its token are committed before
/// the process starts, so a worker that nobody remembers is refused by its token.
@ApplicationScoped
class RunQueue {

    private static final Logger LOG = Logger.getLogger(RunQueue.class);
    private static final int LOG_LINES = 20;

    private final RunStore store;
    private final RunEvents events;
    private final WorkerLauncher launcher;
    private final ServiceUrls urls;
    private final BenchmarksConfig config;
    private final Traces traces;
    private final Clock clock;
    private final QueueRule rule;
    private @Nullable Loop loop;

    RunQueue(
            RunStore store,
            RunEvents events,
            WorkerLauncher launcher,
            ServiceUrls urls,
            BenchmarksConfig config,
            Traces traces,
            Clock clock) {
        this.store = store;
        this.events = events;
        this.launcher = launcher;
        this.urls = urls;
        this.config = config;
        this.traces = traces;
        this.clock = clock;
        this.rule = new QueueRule(config.maxAttempts(), config.silence(), config.timeout(), clock.instant());
    }

    void start(@Observes StartupEvent event) {
        loop = Loop.start("benchmark-queue", config.interval(), this::pass);
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

    /// Ends a run's worker, if it is known and still there.
    void kill(BenchmarkRun run) {
        WorkerHandle worker = run.worker();
        if (worker != null) {
            launcher.stop(worker, Stop.HARD);
        }
    }

    private void pass() {
        running().forEach(this::lookAfter);
        int running = running().size();
        while (running < config.maxConcurrent() && launchNext()) {
            running++;
        }
    }

    private List<BenchmarkRun> running() {
        return QuarkusTransaction.requiringNew().call(store::running);
    }

    private void lookAfter(BenchmarkRun run) {
        WorkerHandle worker = run.worker();
        boolean gone = worker != null && !launcher.alive(worker);
        switch (rule.decide(run, gone, clock.instant())) {
            case QueueRule.Decision.Wait _ -> {}
            case QueueRule.Decision.Relaunch(String reason) -> {
                LOG.warnf("relaunching run=%s: %s", run.id(), reason);
                kill(run);
                prepare(() -> store.lock(run.id()).filter(now -> sameAttempt(now, run)))
                        .ifPresent(this::launch);
            }
            case QueueRule.Decision.Fail(String code, String reason) -> {
                kill(run);
                change(run, now -> now.failed(problem(run, code, reason), clock.instant()));
            }
        }
    }

    private boolean launchNext() {
        Optional<Prepared> next = prepare(store::lockNext);
        next.ifPresent(this::launch);
        return next.isPresent();
    }

    private record Prepared(BenchmarkRun run, WorkerToken token) {}

    private interface Choice {
        Optional<BenchmarkRun> get();
    }

    private Optional<Prepared> prepare(Choice choice) {
        return QuarkusTransaction.requiringNew()
                .call(() -> choice.get().map(run -> {
                    WorkerToken token = WorkerToken.create();
                    BenchmarkRun launching = run.launching(token.digest(), clock.instant());
                    store.save(launching);
                    return new Prepared(launching, token);
                }));
    }

    private void launch(Prepared prepared) {
        BenchmarkRun run = prepared.run;
        traces.continueFrom(run.traceparent(), "benchmark.launch", attributes(run), () -> {
            WorkerHandle handle = launcher.launch(
                    new WorkerSpec(run.id(), job(run), run.attempts(), prepared.token.secret(), Traces.current(), 0));
            change(run, now -> now.withWorker(handle));
        });
    }

    private WorkerJob job(BenchmarkRun run) {
        RunSpec spec = run.spec();
        Integer fewshot = spec.settings().numFewshot();
        Long seed = spec.settings().seed();
        return new WorkerJob.Benchmark(
                run.id(),
                urls.benchmarks()
                        .resolve("/v1/benchmarks/runs/" + run.id() + "/reports")
                        .toString(),
                urls.registry().toString(),
                spec.baseModel(),
                spec.subjects(),
                spec.tasks(),
                fewshot == null ? 0 : fewshot,
                spec.settings().limit(),
                seed == null ? 0 : seed,
                spec.settings().parallel());
    }

    /// Changes a run unless it has moved on meanwhile.
    private void change(BenchmarkRun seen, UnaryOperator<BenchmarkRun> step) {
        traces.continueFrom(
                seen.traceparent(),
                "benchmark.update",
                attributes(seen),
                () -> QuarkusTransaction.requiringNew()
                        .run(() -> store.lock(seen.id())
                                .filter(now -> sameAttempt(now, seen))
                                .map(step)
                                .ifPresent(changed -> {
                                    store.save(changed);
                                    if (changed.state().isFinal()) {
                                        events.ended(changed);
                                    }
                                })));
    }

    private static boolean sameAttempt(BenchmarkRun now, BenchmarkRun seen) {
        return !now.state().isFinal() && now.attempts() == seen.attempts();
    }

    private ProblemDetail problem(BenchmarkRun run, String code, String reason) {
        List<String> log = LogTail.of(launcher.log(run.id()), LOG_LINES);
        String detail = log.isEmpty() ? reason : reason + "; its log ends:\n" + String.join("\n", log);
        return new ProblemDetail("about:blank", "Benchmark failed", 500, detail, null, code, List.of());
    }

    private static Map<String, String> attributes(BenchmarkRun run) {
        UUID id = run.id();
        return run.version() == null
                ? Map.of("graft.benchmark_run_id", id.toString(), "graft.model", run.model())
                : Map.of(
                        "graft.benchmark_run_id",
                        id.toString(),
                        "graft.model",
                        run.model(),
                        "graft.version",
                        run.version());
    }
}
