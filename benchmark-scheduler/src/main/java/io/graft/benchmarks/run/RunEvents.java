package io.graft.benchmarks.run;

import io.graft.contracts.ProblemDetail;
import io.graft.contracts.event.BenchmarkEvent;
import io.graft.kit.event.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/// Says what happens to runs, in the transaction in which it happens.
@ApplicationScoped
class RunEvents {

    private final Outbox outbox;
    private final MeterRegistry metrics;

    RunEvents(Outbox outbox, MeterRegistry metrics) {
        this.outbox = outbox;
        this.metrics = metrics;
    }

    void queued(BenchmarkRun run) {
        outbox.publish(new BenchmarkEvent.RunQueued(
                run.id(), run.model(), run.version(), run.spec().benchmarks()));
    }

    void started(BenchmarkRun run) {
        outbox.publish(new BenchmarkEvent.RunStarted(run.id(), run.model(), run.version()));
    }

    void ended(BenchmarkRun run) {
        metrics.counter("graft.benchmark.runs", "status", run.state().name()).increment();
        switch (run.state()) {
            case completed ->
                outbox.publish(new BenchmarkEvent.RunCompleted(run.id(), run.model(), run.version(), run.results()));
            case failed, cancelled ->
                outbox.publish(new BenchmarkEvent.RunFailed(run.id(), run.model(), run.version(), reason(run)));
            case queued, running ->
                throw new IllegalStateException("run " + run.id() + " has not ended: " + run.state());
        }
    }

    private static ProblemDetail reason(BenchmarkRun run) {
        ProblemDetail error = run.error();
        return error != null
                ? error
                : new ProblemDetail(
                        "about:blank",
                        "Cancelled",
                        409,
                        "the benchmark run was cancelled",
                        null,
                        "cancelled",
                        List.of());
    }
}
