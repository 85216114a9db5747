package io.graft.training.run;

import io.graft.contracts.training.TrainingApi.RunState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// What Prometheus sees of the runs.
@ApplicationScoped
class RunMeters {

    private final MeterRegistry registry;
    private final Counter tokens;
    private final Counter relaunches;
    private final AtomicInteger queueDepth = new AtomicInteger();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicReference<Double> tokensPerSecond = new AtomicReference<>(0.0);
    private final AtomicReference<Double> loss = new AtomicReference<>(Double.NaN);

    RunMeters(MeterRegistry registry) {
        this.registry = registry;
        this.tokens = Counter.builder("graft.training.tokens")
                .description("Tokens trained on")
                .register(registry);
        this.relaunches = Counter.builder("graft.training.worker.relaunches")
                .description("Workers launched in place of dead ones")
                .register(registry);
        Gauge.builder("graft.training.queue.depth", queueDepth, AtomicInteger::get)
                .description("Runs that wait for a worker")
                .register(registry);
        Gauge.builder("graft.training.active.runs", active, AtomicInteger::get)
                .description("Runs that have a worker")
                .register(registry);
        Gauge.builder("graft.training.tokens.per.second", tokensPerSecond, AtomicReference::get)
                .description("Of the last step of the present run, 0 when none runs")
                .register(registry);
        Gauge.builder("graft.training.loss", loss, AtomicReference::get)
                .description("Of the last step of any run")
                .register(registry);
        for (RunState state : RunState.values()) {
            if (state.isFinal()) {
                runs(state);
            }
        }
    }

    private Counter runs(RunState state) {
        return Counter.builder("graft.training.runs")
                .description("Runs that ended")
                .tag("status", state.name())
                .register(registry);
    }

    void ended(TrainingRun run) {
        runs(run.state()).increment();
        run.duration()
                .ifPresent(duration -> registry.timer(
                                "graft.training.run.duration",
                                "status",
                                run.state().name())
                        .record(duration));
    }

    void relaunched() {
        relaunches.increment();
    }

    void progressed(Progress before, Progress now) {
        tokens.increment((double) Math.max(0, now.tokens() - before.tokens()));
        if (now.tokensPerSecond() != null && now.loss() != null) {
            tokensPerSecond.set(now.tokensPerSecond());
            loss.set(now.loss());
        }
    }

    void seen(long queued, int running) {
        queueDepth.set(Math.toIntExact(queued));
        active.set(running);
        if (running == 0) {
            tokensPerSecond.set(0.0);
        }
    }
}
