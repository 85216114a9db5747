package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi.Measurement;
import io.graft.deployer.analysis.Health;
import io.graft.deployer.analysis.Judge;
import io.graft.deployer.rollout.Decision.Load;
import io.graft.deployer.rollout.Decision.Move;
import io.graft.deployer.rollout.Decision.Route;
import io.graft.deployer.rollout.Decision.Wait;
import io.graft.deployer.rollout.Observation.Sight.Seen;
import io.graft.deployer.rollout.Observation.Sight.Unreachable;
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
import io.graft.deployer.traffic.TrafficSplit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What to do next with a rollout, from how it stands and what is seen of the world. Pure: no clock, no I/O.
///
/// The rules are level-triggered: whatever the last process did or left undone, the difference between what is seen
/// and what the state wants is what happens next. That alone makes a restart at any moment harmless.
public final class Decisions {

    private Decisions() {}

    public static Decision decide(Rollout rollout, Observation seen) {
        return switch (rollout.state()) {
            case Pending pending -> begin(rollout, pending, seen);
            case Preparing _ -> prepare(rollout, seen);
            case Shifting shifting -> shift(rollout, shifting, seen);
            case Watching watching -> Steps.watch(rollout, watching, seen);
            case Paused paused -> Steps.hold(rollout, paused, seen);
            case Promoting _ -> promote(rollout, seen);
            case RollingBack way -> goBack(rollout, way, seen);
            case Failed failed -> finishFailed(rollout, failed, seen);
            case Promoted _, RolledBack _, Aborted _ -> new Wait("ended");
        };
    }

    /// The model server answered that it will not load what the rollout needs: trying again would not help.
    public static Move refuse(Rollout rollout, String reason, Instant now) {
        if (rollout.state() instanceof Preparing) {
            return new Move(new Failed(now, null, null), reason);
        }
        return new Move(new RollingBack(now, reason, RolloutState.Ending.ROLLED_BACK), reason);
    }

    /// A load that was tried did not come through, for a reason that may pass.
    public static Decision notLoaded(Rollout rollout, String reason, Instant now) {
        return unlessLate(rollout, new Wait(reason), now);
    }

    private static Decision begin(Rollout rollout, Pending pending, Observation seen) {
        return switch (seen.traffic()) {
            case Unreachable<TrafficSplit> gateway -> new Wait(gateway.reason());
            case Seen<TrafficSplit> traffic -> begin(rollout.subject(), pending, traffic.value(), seen.now());
        };
    }

    private static Decision begin(Subject subject, Pending pending, TrafficSplit traffic, Instant now) {
        if (traffic.isAllOf(subject.version())) {
            return new Move(new Promoted(now), subject + " already answers all requests");
        }
        Optional<String> previous = traffic.mainBeside(subject.version());
        String reason = previous.map(version -> "loads " + subject + " beside " + version)
                .orElse("loads " + subject + ", the first version of the model to serve");
        return new Move(pending.begin(now, previous.orElse(null)), reason);
    }

    private static Decision prepare(Rollout rollout, Observation seen) {
        Optional<Decision> missing = loadMissing(rollout, seen);
        if (missing.isPresent()) {
            return missing.get() instanceof Wait wait ? unlessLate(rollout, wait, seen.now()) : missing.get();
        }
        Judge judge = new Judge(rollout.settings().limits(), 0, seen.now());
        return switch (seen.health()) {
            case Health.NotAsked _ -> ready(rollout, "loaded; validation is off", List.of());
            case Health.Healthy healthy -> {
                Measurement measurement = judge.healthy(healthy);
                yield ready(rollout, measurement.reason(), List.of(measurement));
            }
            case Health.Unhealthy unhealthy -> {
                Measurement measurement = judge.unhealthy(unhealthy);
                yield new Move(new Failed(seen.now(), null, null), measurement.reason(), List.of(measurement));
            }
            case Health.Unknown unknown -> unlessLate(rollout, new Wait(unknown.reason()), seen.now());
        };
    }

    /// Waiting for the model server, but not for ever.
    private static Decision unlessLate(Rollout rollout, Wait wait, Instant now) {
        boolean late = rollout.state() instanceof Preparing preparing
                && now.isAfter(preparing.since().plus(rollout.settings().validationTimeout()));
        return late
                ? new Move(new Failed(now, null, null), "not ready within validation_timeout: " + wait.reason())
                : wait;
    }

    private static Move ready(Rollout rollout, String reason, List<Measurement> looked) {
        if (rollout.subject().previousVersion() == null) {
            return new Move(new Promoting(), reason + "; nothing served before, so all requests go to it", looked);
        }
        return new Move(new Shifting(rollout.plan().firstWithTraffic()), reason, looked);
    }

    private static Decision shift(Rollout rollout, Shifting shifting, Observation seen) {
        return correct(rollout, rollout.split(shifting.step()), seen).orElseGet(() -> {
            int weight = rollout.plan().weight(shifting.step());
            return new Move(shifting.acknowledge(seen.now()), weight + " % of requests go to " + rollout.subject());
        });
    }

    private static Decision promote(Rollout rollout, Observation seen) {
        TrafficSplit all = TrafficSplit.all(rollout.subject().version());
        return correct(rollout, all, seen)
                .orElseGet(() ->
                        new Move(new Promoted(seen.now()), rollout.progress().reason()));
    }

    private static Decision goBack(Rollout rollout, RollingBack way, Observation seen) {
        Decision next = wayBack(rollout, way, seen);
        boolean late = seen.now().isAfter(way.since().plus(rollout.settings().rollbackTimeout()));
        if (!late || isBack(rollout, seen)) {
            return next;
        }
        String held = next instanceof Wait wait ? wait.reason() : "the gateway does not keep the route";
        return new Move(
                way.giveUp(seen.now()),
                way.cause() + "; the rollback is not through after "
                        + rollout.settings().rollbackTimeout().toSeconds() + " s and is still tried: " + held);
    }

    private static Decision finishFailed(Rollout rollout, Failed failed, Observation seen) {
        RollingBack way = failed.unfinished();
        if (way == null) {
            return new Wait("ended");
        }
        if (!isBack(rollout, seen)) {
            return wayBack(rollout, way, seen);
        }
        double seconds = way.seconds(seen.now());
        String reason = way.cause() + "; the rollback took " + inSeconds(seconds) + ", longer than it may";
        return new Move(new Failed(failed.at(), null, seconds), reason);
    }

    private static Decision wayBack(Rollout rollout, RollingBack way, Observation seen) {
        return switch (seen.traffic()) {
            case Unreachable<TrafficSplit> gateway -> new Wait(gateway.reason());
            case Seen<TrafficSplit> traffic
            when traffic.value().sameAs(rollout.splitBefore()) ->
                new Move(way.end(seen.now()), way.cause() + backOn(rollout, way, seen.now()));
            case Seen<TrafficSplit> _ -> new Route(rollout.splitBefore());
        };
    }

    private static boolean isBack(Rollout rollout, Observation seen) {
        return seen.traffic() instanceof Seen<TrafficSplit> traffic
                && traffic.value().sameAs(rollout.splitBefore());
    }

    private static String backOn(Rollout rollout, RollingBack way, Instant now) {
        String previous = rollout.subject().previousVersion();
        return previous == null
                ? "; nothing serves the model now"
                : "; all requests back on " + previous + " after " + inSeconds(way.seconds(now));
    }

    /// What stands between the world and a split, if anything does.
    static Optional<Decision> correct(Rollout rollout, TrafficSplit wanted, Observation seen) {
        return loadMissing(rollout, seen).or(() -> switch (seen.traffic()) {
            case Unreachable<TrafficSplit> gateway -> Optional.of(new Wait(gateway.reason()));
            case Seen<TrafficSplit> traffic when traffic.value().sameAs(wanted) -> Optional.empty();
            case Seen<TrafficSplit> _ -> Optional.of(new Route(wanted));
        });
    }

    private static Optional<Decision> loadMissing(Rollout rollout, Observation seen) {
        return switch (seen.adapters()) {
            case Unreachable<Set<String>> server -> Optional.of(new Wait(server.reason()));
            case Seen<Set<String>> loaded -> {
                TreeSet<String> missing = new TreeSet<>(rollout.subject().versions());
                missing.removeAll(loaded.value());
                yield missing.isEmpty() ? Optional.empty() : Optional.of(new Load(missing));
            }
        };
    }

    private static String inSeconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
