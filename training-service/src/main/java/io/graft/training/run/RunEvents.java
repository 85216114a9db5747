package io.graft.training.run;

import io.graft.contracts.event.TrainingEvent;
import io.graft.contracts.event.TrainingEvent.RunCancelled;
import io.graft.contracts.event.TrainingEvent.RunFailed;
import io.graft.contracts.event.TrainingEvent.RunProgressed;
import io.graft.contracts.event.TrainingEvent.RunQueued;
import io.graft.contracts.event.TrainingEvent.RunStarted;
import io.graft.contracts.event.TrainingEvent.RunSucceeded;
import io.graft.kit.event.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/// Says what happens to runs: on Kafka through the outbox, and in the event stream of the run. Always
/// inside the transaction in which it happens.
@ApplicationScoped
class RunEvents {

    private final Outbox outbox;
    private final RunEventStore store;
    private final Clock clock;

    RunEvents(Outbox outbox, RunEventStore store, Clock clock) {
        this.outbox = outbox;
        this.store = store;
        this.clock = clock;
    }

    void queued(TrainingRun run) {
        RunSpec spec = run.spec();
        say(
                run,
                "queued",
                new RunQueued(
                        run.id().value(), spec.modelName(), spec.datasetName(), spec.datasetVersion(), spec.config()));
    }

    void started(TrainingRun run) {
        say(run, "started", new RunStarted(run.id().value(), run.spec().modelName(), run.attempts()));
    }

    void progressed(TrainingRun run) {
        Progress progress = run.progress();
        Double loss = progress.loss();
        if (loss != null) {
            say(
                    run,
                    "progressed",
                    new RunProgressed(
                            run.id().value(),
                            run.spec().modelName(),
                            progress.pct(),
                            progress.step(),
                            progress.totalSteps(),
                            loss));
        }
    }

    /// The last word on a run.
    void ended(TrainingRun run) {
        switch (run.outcome()) {
            case Outcome.Adapter adapter -> say(run, "succeeded", succeeded(run, adapter));
            case Outcome.Failure(var problem) ->
                say(run, "failed", new RunFailed(run.id().value(), run.spec().modelName(), problem));
            case Outcome.Stopped(String reason) ->
                say(
                        run,
                        "cancelled",
                        new RunCancelled(run.id().value(), run.spec().modelName(), reason));
            case null -> throw new IllegalStateException("run " + run.id() + " is " + run.state() + " without outcome");
        }
    }

    private static RunSucceeded succeeded(TrainingRun run, Outcome.Adapter adapter) {
        RunSpec spec = run.spec();
        return new RunSucceeded(
                run.id().value(),
                spec.modelName(),
                spec.baseModel(),
                adapter.baseModelDigest(),
                adapter.files(),
                adapter.metrics(),
                spec.config(),
                spec.datasetName(),
                spec.datasetVersion(),
                spec.datasetKind(),
                spec.train(),
                spec.test(),
                spec.parentVersion(),
                run.duration().map(RunEvents::seconds).orElse(0.0));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private void say(TrainingRun run, String type, TrainingEvent event) {
        outbox.publish(event);
        store.add(run.id(), type, StoredJson.write(event), clock.instant());
    }
}
