package io.graft.registry.event;

import io.graft.contracts.event.BenchmarkEvent;
import io.graft.contracts.event.DeploymentEvent;
import io.graft.contracts.event.GraftEvent;
import io.graft.contracts.event.TrainingEvent.RunSucceeded;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a span says of the event that it handles: pure.
final class SpanAttributes {

    private static final String BENCHMARK_RUN = "graft.benchmark_run_id";
    private static final String ROLLOUT = "graft.rollout_id";

    private SpanAttributes() {}

    static Map<String, String> of(GraftEvent event) {
        return switch (event) {
            case RunSucceeded run -> of(run.modelName(), null, "graft.run_id", run.runId());
            case BenchmarkEvent.RunCompleted run -> of(run.model(), run.version(), BENCHMARK_RUN, run.runId());
            case BenchmarkEvent.RunFailed run -> of(run.model(), run.version(), BENCHMARK_RUN, run.runId());
            case DeploymentEvent.RolloutStarted rollout ->
                of(rollout.model(), rollout.version(), ROLLOUT, rollout.deploymentId());
            case DeploymentEvent.RolloutPromoted rollout ->
                of(rollout.model(), rollout.version(), ROLLOUT, rollout.deploymentId());
            case DeploymentEvent.RolloutRolledBack rollout ->
                of(rollout.model(), rollout.version(), ROLLOUT, rollout.deploymentId());
            case DeploymentEvent.RolloutFailed rollout ->
                of(rollout.model(), rollout.version(), ROLLOUT, rollout.deploymentId());
            default -> Map.of("graft.model", event.key());
        };
    }

    private static Map<String, String> of(String model, @Nullable String version, String idName, Object id) {
        Map<String, String> attributes = new TreeMap<>(Map.of("graft.model", model, idName, id.toString()));
        if (version != null) {
            attributes.put("graft.version", version);
        }
        return attributes;
    }
}
