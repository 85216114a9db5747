package io.graft.deployer.reconcile;

import io.graft.deployer.analysis.Evidence;
import io.graft.deployer.analysis.Health;
import io.graft.deployer.rollout.Observation;
import io.graft.deployer.rollout.Observation.Sight;
import io.graft.deployer.rollout.Rollout;
import io.graft.deployer.rollout.RolloutState.Paused;
import io.graft.deployer.rollout.RolloutState.Preparing;
import io.graft.deployer.rollout.RolloutState.Watching;
import io.graft.deployer.rollout.Subject;
import io.graft.deployer.target.RouteSeen;
import io.graft.deployer.target.ServingTarget;
import io.graft.deployer.target.TargetException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/// Sees for one rollout what the decision needs to know of the world, and nothing more.
final class Observer {

    private final ServingTarget target;
    private final Clock clock;

    Observer(ServingTarget target, Clock clock) {
        this.target = target;
        this.clock = clock;
    }

    /// What was seen, with the revision of the route that a change is to replace.
    record Look(Observation observation, long routeRevision) {}

    Look look(Rollout rollout) {
        String model = rollout.subject().model();
        Sight<Set<String>> adapters = see(() -> target.loaded(model));
        Sight<RouteSeen> route = see(() -> target.route(model));
        Health health = health(rollout, adapters);
        Instant due = clock.instant();
        Evidence evidence = rollout.isLookDue(due) ? evidence(rollout) : new Evidence.NotDue();
        Observation observation = switch (route) {
            case Sight.Seen<RouteSeen> seen ->
                new Observation(
                        clock.instant(), adapters, new Sight.Seen<>(seen.value().split()), health, evidence);
            case Sight.Unreachable<RouteSeen> away ->
                new Observation(clock.instant(), adapters, new Sight.Unreachable<>(away.reason()), health, evidence);
        };
        return new Look(
                observation,
                route instanceof Sight.Seen<RouteSeen> seen ? seen.value().revision() : 0);
    }

    private Health health(Rollout rollout, Sight<Set<String>> adapters) {
        Subject subject = rollout.subject();
        boolean asked = rollout.state() instanceof Preparing
                && rollout.settings().validation()
                && adapters instanceof Sight.Seen<Set<String>> loaded
                && loaded.value().contains(subject.version());
        return asked ? target.probe(subject.model(), subject.version()) : new Health.NotAsked();
    }

    private Evidence evidence(Rollout rollout) {
        Subject subject = rollout.subject();
        Instant began = rollout.progress().startedAt();
        Instant stepBegan = stepBegan(rollout);
        try {
            return new Evidence.Read(
                    target.stats(subject.model(), subject.version(), stepBegan),
                    target.stats(subject.model(), subject.version(), began == null ? stepBegan : began));
        } catch (TargetException e) {
            return new Evidence.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private static Instant stepBegan(Rollout rollout) {
        return switch (rollout.state()) {
            case Watching watching -> watching.since();
            case Paused paused -> paused.since();
            default ->
                throw new IllegalStateException(
                        "no evidence is due for rollout " + rollout.id() + " in " + rollout.state());
        };
    }

    private static <T> Sight<T> see(Supplier<T> look) {
        try {
            return new Sight.Seen<>(look.get());
        } catch (TargetException e) {
            return new Sight.Unreachable<>(String.valueOf(e.getMessage()));
        }
    }
}
