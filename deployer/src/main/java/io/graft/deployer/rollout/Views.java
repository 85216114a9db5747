package io.graft.deployer.rollout;

import io.graft.contracts.ProblemDetail;
import io.graft.contracts.deployment.DeploymentApi.RolloutView;
import io.graft.contracts.deployment.DeploymentApi.Transition;
import io.graft.deployer.rollout.RolloutState.Aborted;
import io.graft.deployer.rollout.RolloutState.Failed;
import io.graft.deployer.rollout.RolloutState.RolledBack;
import io.graft.kit.trace.Traces;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rollouts as callers see them.
final class Views {

    private Views() {}

    static RolloutView of(Rollout rollout, List<Transition> history) {
        Subject subject = rollout.subject();
        Progress progress = rollout.progress();
        return new RolloutView(
                rollout.id().value(),
                subject.model(),
                subject.version(),
                subject.previousVersion(),
                subject.environment(),
                rollout.strategy(),
                rollout.state().status(),
                progress.weight(),
                progress.step(),
                rollout.plan().steps(),
                progress.reason(),
                rollout.config(),
                history,
                recoverySeconds(rollout.state()),
                error(rollout),
                progress.createdAt(),
                progress.updatedAt(),
                rollout.state().endedAt(),
                Traces.traceId(rollout.traceparent()));
    }

    private static @Nullable Double recoverySeconds(RolloutState state) {
        return switch (state) {
            case RolledBack back -> Double.valueOf(back.recoverySeconds());
            case Aborted aborted -> Double.valueOf(aborted.recoverySeconds());
            case Failed failed -> failed.recoverySeconds();
            default -> null;
        };
    }

    private static @Nullable ProblemDetail error(Rollout rollout) {
        if (!(rollout.state() instanceof Failed)) {
            return null;
        }
        return new ProblemDetail(
                "https://graft.io/problems/rollout_failed",
                "Rollout failed",
                409,
                rollout.progress().reason(),
                "/v1/deployment/status/" + rollout.id(),
                "rollout_failed",
                List.of());
    }
}
