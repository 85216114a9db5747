package io.graft.contracts.event;

import io.graft.contracts.deployment.DeploymentApi.Strategy;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `graft.deployment`.
public sealed interface DeploymentEvent extends GraftEvent {

    String model();

    @Override
    default String key() {
        return model();
    }

    record RolloutStarted(
            UUID deploymentId,
            String model,
            String version,
            @Nullable String previousVersion,
            Strategy strategy) implements DeploymentEvent {}

    record RolloutStepped(UUID deploymentId, String model, String version, int weight, String reason)
            implements DeploymentEvent {}

    record RolloutPaused(UUID deploymentId, String model, String version, String reason) implements DeploymentEvent {}

    record RolloutPromoted(
            UUID deploymentId,
            String model,
            String version,
            @Nullable String previousVersion,
            String reason) implements DeploymentEvent {}

    record RolloutRolledBack(
            UUID deploymentId,
            String model,
            String version,
            @Nullable String previousVersion,
            String reason,
            double recoverySeconds)
            implements DeploymentEvent {}

    record RolloutFailed(UUID deploymentId, String model, String version, String reason) implements DeploymentEvent {}
}
