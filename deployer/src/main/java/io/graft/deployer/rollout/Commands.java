package io.graft.deployer.rollout;

import io.graft.deployer.rollout.Decision.Move;
import io.graft.deployer.rollout.RolloutState.Aborted;
import io.graft.deployer.rollout.RolloutState.Ending;
import io.graft.deployer.rollout.RolloutState.Failed;
import io.graft.deployer.rollout.RolloutState.Pause;
import io.graft.deployer.rollout.RolloutState.Paused;
import io.graft.deployer.rollout.RolloutState.Pending;
import io.graft.deployer.rollout.RolloutState.Preparing;
import io.graft.deployer.rollout.RolloutState.Promoted;
import io.graft.deployer.rollout.RolloutState.Promoting;
import io.graft.deployer.rollout.RolloutState.RolledBack;
import io.graft.deployer.rollout.RolloutState.RollingBack;
import io.graft.deployer.rollout.RolloutState.Shifting;
import io.graft.deployer.rollout.RolloutState.Watching;
import io.graft.kit.problem.Problem;
import java.time.Instant;

/// What a person may make of a rollout, by the state it is in. Pure.
final class Commands {

    private Commands() {}

    static Move pause(Rollout rollout, String reason, Instant now) {
        return switch (rollout.state()) {
            case Shifting shifting -> new Move(shifting.pause(now, Pause.PERSON), reason);
            case Watching watching -> new Move(watching.pause(now, Pause.PERSON), reason);
            case Paused _, Pending _, Preparing _, Promoting _, RollingBack _ -> throw wrong(rollout, "paused");
            case Promoted _, RolledBack _, Aborted _, Failed _ -> throw wrong(rollout, "paused");
        };
    }

    static Move resume(Rollout rollout, String reason) {
        if (rollout.state() instanceof Paused paused) {
            return new Move(paused.resume(), reason);
        }
        throw wrong(rollout, "resumed");
    }

    static Move promote(Rollout rollout, String reason) {
        return switch (rollout.state()) {
            case Shifting _, Watching _, Paused _ -> new Move(new Promoting(), reason);
            case Pending _, Preparing _, Promoting _, RollingBack _ -> throw wrong(rollout, "promoted");
            case Promoted _, RolledBack _, Aborted _, Failed _ -> throw wrong(rollout, "promoted");
        };
    }

    static Move abort(Rollout rollout, String reason, Instant now) {
        return switch (rollout.state()) {
            case Pending _ -> new Move(new Aborted(now, 0), reason);
            case Preparing _, Shifting _, Watching _, Paused _, Promoting _ ->
                new Move(new RollingBack(now, reason, Ending.ABORTED), reason);
            case RollingBack _, Promoted _, RolledBack _, Aborted _, Failed _ -> throw wrong(rollout, "aborted");
        };
    }

    /// @param serving whether it is this rollout that made the version serve that serves now
    static Move rollBack(Rollout rollout, String reason, boolean serving, Instant now) {
        return switch (rollout.state()) {
            case Preparing _, Shifting _, Watching _, Paused _, Promoting _ ->
                new Move(new RollingBack(now, reason, Ending.ROLLED_BACK), reason);
            case Promoted promoted -> {
                requireWayBack(rollout, serving);
                yield new Move(promoted.rollBack(now, reason), reason);
            }
            case Pending _, RollingBack _, RolledBack _, Aborted _, Failed _ -> throw wrong(rollout, "rolled back");
        };
    }

    static Move retry(Rollout rollout, String reason) {
        return switch (rollout.state()) {
            case Failed failed when failed.unfinished() == null -> new Move(new Pending(), reason);
            case RolledBack _, Aborted _ -> new Move(new Pending(), reason);
            case Failed _, Pending _, Preparing _, Shifting _, Watching _ -> throw wrong(rollout, "retried");
            case Paused _, Promoting _, RollingBack _, Promoted _ -> throw wrong(rollout, "retried");
        };
    }

    private static void requireWayBack(Rollout rollout, boolean serving) {
        if (!serving) {
            throw new Problem.Conflict(
                    "rollout_replaced",
                    "a later rollout of " + rollout.subject().model() + " replaced " + rollout.subject()
                            + ": roll that one back, or deploy the version you want");
        }
        if (rollout.subject().previousVersion() == null) {
            throw new Problem.Conflict(
                    "no_previous_version",
                    rollout.subject() + " is the first version that served: there is nothing to return to");
        }
    }

    private static Problem.Conflict wrong(Rollout rollout, String wish) {
        return new Problem.Conflict(
                "wrong_rollout_state",
                "rollout " + rollout.id() + " of " + rollout.subject() + " is "
                        + rollout.state().status() + " and cannot be " + wish);
    }
}
