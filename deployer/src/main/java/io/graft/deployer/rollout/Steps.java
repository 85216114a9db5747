package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi.Verdict;
import io.graft.deployer.analysis.Analysis;
import io.graft.deployer.analysis.Evidence;
import io.graft.deployer.analysis.Judge;
import io.graft.deployer.rollout.Decision.Move;
import io.graft.deployer.rollout.Decision.Wait;
import io.graft.deployer.rollout.RolloutState.Ending;
import io.graft.deployer.rollout.RolloutState.Pause;
import io.graft.deployer.rollout.RolloutState.Paused;
import io.graft.deployer.rollout.RolloutState.Promoted;
import io.graft.deployer.rollout.RolloutState.RollingBack;
import io.graft.deployer.rollout.RolloutState.Shifting;
import io.graft.deployer.rollout.RolloutState.Watching;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The part of [Decisions] for a version that has traffic: when a step is over, and when the version must go.
///
/// A failed verdict acts at once. A step is over when its interval has passed and every verdict is successful. A step
/// that finds too little evidence in time pauses, and so does one whose evidence cannot be read: neither says anything
/// against the version, so neither rolls it back.
final class Steps {

    /// Looks in a row that may go wrong before a person has to look.
    static final int MOST_ERRORS = 10;

    private Steps() {}

    static Decision watch(Rollout rollout, Watching watching, Observation seen) {
        Optional<Analysis> analysis = analyse(rollout, watching.step(), seen);
        if (analysis.isPresent()) {
            return judge(rollout, watching, analysis.get(), seen.now());
        }
        if (!rollout.settings().validation()
                && watching.isOlderThan(rollout.settings().interval(), seen.now())) {
            return advance(rollout, watching, new Analysis(List.of()), seen.now());
        }
        return keep(rollout, watching.step(), seen);
    }

    /// A pause does not stop the looking: a version that fails while it waits for a person is taken out. A pause for
    /// want of readable evidence ends by itself when there is some; nothing was held against the version.
    static Decision hold(Rollout rollout, Paused paused, Observation seen) {
        Optional<Analysis> analysis = analyse(rollout, paused.step(), seen);
        if (analysis.isEmpty()) {
            return keep(rollout, paused.step(), seen);
        }
        if (analysis.get().verdict() == Verdict.Failed && rollout.settings().autoRollback()) {
            return rollBack(analysis.get(), seen.now());
        }
        if (paused.cause() == Pause.UNREADABLE_EVIDENCE && analysis.get().verdict() != Verdict.Error) {
            return new Move(
                    paused.resume(),
                    "evidence can be read again: " + analysis.get().reason(),
                    analysis.get().measurements());
        }
        return new Move(
                paused.looked(seen.now()),
                rollout.progress().reason(),
                analysis.get().measurements());
    }

    /// The route may have been lost or changed by others, an adapter unloaded: put it back.
    private static Decision keep(Rollout rollout, int step, Observation seen) {
        return Decisions.correct(rollout, rollout.split(step), seen)
                .orElseGet(() -> new Wait(rollout.progress().reason()));
    }

    private static Optional<Analysis> analyse(Rollout rollout, int step, Observation seen) {
        Judge judge = new Judge(rollout.settings().limits(), rollout.plan().weight(step), seen.now());
        return switch (seen.evidence()) {
            case Evidence.NotDue _ -> Optional.empty();
            case Evidence.Read read -> Optional.of(judge.judge(read));
            case Evidence.Unreadable unreadable -> Optional.of(judge.unreadable(unreadable.reason()));
        };
    }

    private static Decision judge(Rollout rollout, Watching watching, Analysis analysis, Instant now) {
        return switch (analysis.verdict()) {
            case Failed -> fail(rollout, watching, analysis, now);
            case Error -> error(watching, analysis, now);
            case Inconclusive -> wait(rollout, watching, analysis, now);
            case Successful -> advance(rollout, watching, analysis, now);
        };
    }

    private static Move fail(Rollout rollout, Watching watching, Analysis analysis, Instant now) {
        if (rollout.settings().autoRollback()) {
            return rollBack(analysis, now);
        }
        String reason = analysis.reason() + "; auto_rollback is off, a person must decide";
        return new Move(watching.pause(now, Pause.FAILED_VERDICT), reason, analysis.measurements());
    }

    private static Move rollBack(Analysis analysis, Instant now) {
        RollingBack way = new RollingBack(now, analysis.reason(), Ending.ROLLED_BACK);
        return new Move(way, analysis.reason(), analysis.measurements());
    }

    private static Move error(Watching watching, Analysis analysis, Instant now) {
        int errors = watching.errorsInRow() + 1;
        if (errors < MOST_ERRORS) {
            return new Move(watching.looked(now, errors), analysis.reason(), analysis.measurements());
        }
        String reason = errors + " looks in a row found " + analysis.reason();
        return new Move(watching.pause(now, Pause.UNREADABLE_EVIDENCE), reason, analysis.measurements());
    }

    private static Move wait(Rollout rollout, Watching watching, Analysis analysis, Instant now) {
        if (!watching.isOlderThan(rollout.settings().validationTimeout(), now)) {
            return new Move(watching.looked(now, 0), analysis.reason(), analysis.measurements());
        }
        String reason = "too little evidence within validation_timeout: " + analysis.reason();
        return new Move(watching.pause(now, Pause.NO_EVIDENCE), reason, analysis.measurements());
    }

    private static Move advance(Rollout rollout, Watching watching, Analysis analysis, Instant now) {
        if (!watching.isOlderThan(rollout.settings().interval(), now)) {
            return new Move(watching.looked(now, 0), analysis.reason(), analysis.measurements());
        }
        String reason = analysis.measurements().isEmpty() ? "validation is off" : analysis.reason();
        if (rollout.plan().isLast(watching.step())) {
            return new Move(new Promoted(now), reason, analysis.measurements());
        }
        return new Move(new Shifting(watching.step() + 1), reason, analysis.measurements());
    }
}
