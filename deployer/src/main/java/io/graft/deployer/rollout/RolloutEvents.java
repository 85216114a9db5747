package io.graft.deployer.rollout;

import io.graft.contracts.event.DeploymentEvent;
import io.graft.contracts.event.DeploymentEvent.RolloutFailed;
import io.graft.contracts.event.DeploymentEvent.RolloutPaused;
import io.graft.contracts.event.DeploymentEvent.RolloutPromoted;
import io.graft.contracts.event.DeploymentEvent.RolloutRolledBack;
import io.graft.contracts.event.DeploymentEvent.RolloutStarted;
import io.graft.contracts.event.DeploymentEvent.RolloutStepped;
import io.graft.deployer.rollout.RolloutState.Aborted;
import io.graft.deployer.rollout.RolloutState.Failed;
import io.graft.deployer.rollout.RolloutState.Paused;
import io.graft.deployer.rollout.RolloutState.Pending;
import io.graft.deployer.rollout.RolloutState.Preparing;
import io.graft.deployer.rollout.RolloutState.Promoted;
import io.graft.deployer.rollout.RolloutState.Promoting;
import io.graft.deployer.rollout.RolloutState.RolledBack;
import io.graft.deployer.rollout.RolloutState.RollingBack;
import io.graft.deployer.rollout.RolloutState.Shifting;
import io.graft.deployer.rollout.RolloutState.Watching;
import java.util.Optional;
import java.util.UUID;

/// What the other services hear of a change. Pure.
final class RolloutEvents {

    private RolloutEvents() {}

    static Optional<DeploymentEvent> of(Rollout before, Rollout after) {
        if (before.state().getClass() == after.state().getClass()) {
            return Optional.empty();
        }
        Subject subject = after.subject();
        UUID id = after.id().value();
        String model = subject.model();
        String version = subject.version();
        String reason = after.progress().reason();
        return switch (after.state()) {
            case Preparing _ ->
                Optional.of(new RolloutStarted(id, model, version, subject.previousVersion(), after.strategy()));
            case Watching _ ->
                Optional.of(
                        new RolloutStepped(id, model, version, after.progress().weight(), reason));
            case Paused _ -> Optional.of(new RolloutPaused(id, model, version, reason));
            case Promoted _ -> Optional.of(new RolloutPromoted(id, model, version, subject.previousVersion(), reason));
            case RolledBack back -> Optional.of(rolledBack(after, back.recoverySeconds()));
            case Aborted aborted ->
                before.state() instanceof Pending
                        ? Optional.empty()
                        : Optional.of(rolledBack(after, aborted.recoverySeconds()));
            case Failed _ -> Optional.of(new RolloutFailed(id, model, version, reason));
            case Pending _, Shifting _, Promoting _, RollingBack _ -> Optional.empty();
        };
    }

    /// To the others an abort is a way back like any other: the traffic is where it was before.
    private static RolloutRolledBack rolledBack(Rollout rollout, double recoverySeconds) {
        Subject subject = rollout.subject();
        return new RolloutRolledBack(
                rollout.id().value(),
                subject.model(),
                subject.version(),
                subject.previousVersion(),
                rollout.progress().reason(),
                recoverySeconds);
    }
}
