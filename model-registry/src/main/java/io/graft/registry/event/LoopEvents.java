package io.graft.registry.event;

import io.graft.contracts.event.BenchmarkEvent;
import io.graft.contracts.event.DeploymentEvent;
import io.graft.contracts.event.InferenceEvent;
import io.graft.contracts.event.RegistryEvent;
import io.graft.contracts.event.Topics;
import io.graft.contracts.event.TrainingEvent;
import io.graft.kit.event.EventHandler;
import io.graft.kit.event.ReceivedEvent;
import io.graft.kit.trace.Traces;
import io.graft.registry.evaluation.Evaluations;
import io.graft.registry.model.Change;
import io.graft.registry.rollout.Rollouts;
import io.graft.registry.version.Registrations;
import io.graft.registry.version.Version;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// The registry's part in the loop: trained versions are registered, benchmarked ones judged, rolled out ones
/// crowned or rejected.
@ApplicationScoped
class LoopEvents implements EventHandler {

    private final Registrations registrations;
    private final Evaluations evaluations;
    private final Rollouts rollouts;

    LoopEvents(Registrations registrations, Evaluations evaluations, Rollouts rollouts) {
        this.registrations = registrations;
        this.evaluations = evaluations;
        this.rollouts = rollouts;
    }

    @Override
    public Set<String> topics() {
        return Set.of(Topics.TRAINING, Topics.BENCHMARKS, Topics.DEPLOYMENT);
    }

    @Override
    public void handle(ReceivedEvent event) {
        Span span = Span.current();
        SpanAttributes.of(event.body()).forEach(span::setAttribute);
        switch (event.body()) {
            case TrainingEvent training -> handle(training);
            case BenchmarkEvent benchmark -> handle(benchmark);
            case DeploymentEvent deployment -> handle(deployment);
            case RegistryEvent _, InferenceEvent _ -> {}
        }
    }

    private void handle(TrainingEvent event) {
        if (event instanceof TrainingEvent.RunSucceeded run) {
            Version version = registrations.registerOnce(
                    TrainedVersion.of(run, Traces.traceId(Traces.current())),
                    new Change(Change.POLICY, "training run " + run.runId() + " succeeded"));
            Span.current().setAttribute("graft.version", version.number().toString());
        }
    }

    private void handle(BenchmarkEvent event) {
        switch (event) {
            case BenchmarkEvent.RunCompleted run -> evaluations.completed(run);
            case BenchmarkEvent.RunFailed run -> evaluations.failed(run);
            case BenchmarkEvent.RunQueued _, BenchmarkEvent.RunStarted _ -> {}
        }
    }

    private void handle(DeploymentEvent event) {
        switch (event) {
            case DeploymentEvent.RolloutStarted started -> rollouts.started(started);
            case DeploymentEvent.RolloutPromoted promoted -> rollouts.promoted(promoted);
            case DeploymentEvent.RolloutRolledBack rolledBack -> rollouts.rolledBack(rolledBack);
            case DeploymentEvent.RolloutFailed failed -> rollouts.failed(failed);
            case DeploymentEvent.RolloutStepped _, DeploymentEvent.RolloutPaused _ -> {}
        }
    }
}
