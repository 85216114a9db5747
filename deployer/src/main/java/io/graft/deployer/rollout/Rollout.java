package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
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
import io.graft.deployer.traffic.TrafficPlan;
import io.graft.deployer.traffic.TrafficSplit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One rollout as it stands at one moment.
///
/// @param revision    rises with every change; a change made from an older one is dropped
/// @param config      as asked for, with defaults filled in
/// @param traceparent the trace that the rollout belongs to
public record Rollout(
        RolloutId id,
        long revision,
        Subject subject,
        Strategy strategy,
        RolloutConfig config,
        TrafficPlan plan,
        RolloutState state,
        Progress progress,
        @Nullable String traceparent) {

    public RolloutSettings settings() {
        return RolloutSettings.of(config);
    }

    /// What the gateway must say for a step.
    TrafficSplit split(int step) {
        return TrafficSplit.of(subject.version(), subject.previousVersion(), plan.weight(step));
    }

    /// What the gateway must say when the version is out again.
    TrafficSplit splitBefore() {
        return TrafficSplit.of(subject.version(), subject.previousVersion(), 0);
    }

    /// Whether it is time to look at the evidence.
    public boolean isLookDue(Instant now) {
        if (!settings().validation()) {
            return false;
        }
        return switch (state) {
            case Watching watching -> isDue(watching.lastLook(), now);
            case Paused paused -> isDue(paused.lastLook(), now);
            case Pending _, Preparing _, Shifting _, Promoting _, RollingBack _ -> false;
            case Promoted _, RolledBack _, Aborted _, Failed _ -> false;
        };
    }

    /// The state after a decision. Revision and trace stay: they are the store's.
    Rollout after(Decision.Move move, Instant now) {
        RolloutState next = move.next();
        Progress nextProgress =
                new Progress(weightIn(next), stepIn(next), move.reason(), progress.createdAt(), startedAt(next), now);
        return new Rollout(id, revision, subjectIn(next), strategy, config, plan, next, nextProgress, traceparent);
    }

    Rollout waitingFor(String reason, Instant now) {
        Progress waiting = new Progress(
                progress.weight(), progress.step(), reason, progress.createdAt(), progress.startedAt(), now);
        return new Rollout(id, revision, subject, strategy, config, plan, state, waiting, traceparent);
    }

    private boolean isDue(Instant lastLook, Instant now) {
        return !now.isBefore(lastLook.plus(settings().lookInterval()));
    }

    private Subject subjectIn(RolloutState next) {
        return next instanceof Preparing preparing ? subject.after(preparing.previousVersion()) : subject;
    }

    private @Nullable Instant startedAt(RolloutState next) {
        return next instanceof Preparing preparing ? preparing.since() : progress.startedAt();
    }

    private int weightIn(RolloutState next) {
        return switch (next) {
            case Watching watching -> plan.weight(watching.step());
            case Promoted _ -> 100;
            case Pending _, Preparing _, RolledBack _, Aborted _ -> 0;
            case Failed failed -> failed.isActive() ? progress.weight() : 0;
            case Shifting _, Paused _, Promoting _, RollingBack _ -> progress.weight();
        };
    }

    private int stepIn(RolloutState next) {
        return switch (next) {
            case Pending _, Preparing _ -> 0;
            case Shifting shifting -> shifting.step();
            case Watching watching -> watching.step();
            case Paused paused -> paused.step();
            case Promoting _, Promoted _ -> plan.steps().size() - 1;
            case RollingBack _, RolledBack _, Aborted _, Failed _ -> progress.step();
        };
    }
}
