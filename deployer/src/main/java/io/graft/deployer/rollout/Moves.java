package io.graft.deployer.rollout;

import io.graft.deployer.rollout.Decision.Move;
import io.graft.deployer.rollout.RolloutState.Paused;
import io.graft.kit.event.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The one place where a rollout changes: row, history, measurements and event in one transaction.
@ApplicationScoped
public class Moves {

    private final RolloutStore store;
    private final Outbox outbox;
    private final Event<RolloutChanged> changed;
    private final Clock clock;

    Moves(RolloutStore store, Outbox outbox, Event<RolloutChanged> changed, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.changed = changed;
        this.clock = clock;
    }

    /// The rollouts whose turn it is.
    @Transactional
    public List<RolloutId> heads() {
        return store.heads();
    }

    @Transactional
    public Optional<Rollout> find(RolloutId id) {
        return store.find(id);
    }

    /// For each model at rest the rollout that made its version serve.
    @Transactional
    public List<Rollout> servingAtRest() {
        return store.servingAtRest();
    }

    /// Every version of a model that a rollout has loaded at some time.
    @Transactional
    public List<String> versionsOf(String model) {
        return store.versionsOf(model);
    }

    /// Makes the move, unless the rollout has changed since it was read: then the decision is void.
    @Transactional
    public void make(Rollout from, Move move) {
        if (isCurrent(from)) {
            carryOut(from, move);
        }
    }

    /// Keeps what a rollout waits for, for people to see. Why one is paused or has failed is not overwritten by that.
    @Transactional
    public void waits(Rollout rollout, String reason) {
        boolean standsStill =
                rollout.state() instanceof Paused || rollout.state().status().isFinal();
        if (!standsStill && !rollout.progress().reason().equals(reason) && isCurrent(rollout)) {
            store.save(rollout.waitingFor(reason, clock.instant()));
        }
    }

    /// Makes the move of a rollout that is locked in the present transaction.
    Rollout carryOut(Rollout from, Move move) {
        Rollout after = from.after(move, clock.instant());
        store.save(after);
        store.addLooks(after.id(), move.looked());
        if (isTransition(from, after)) {
            store.addTransition(after);
        }
        RolloutEvents.of(from, after).ifPresent(outbox::publish);
        changed.fire(new RolloutChanged(after, move.looked()));
        return after;
    }

    private boolean isCurrent(Rollout rollout) {
        return store.lock(rollout.id())
                .filter(now -> now.revision() == rollout.revision())
                .isPresent();
    }

    private static boolean isTransition(Rollout from, Rollout after) {
        return from.state().status() != after.state().status()
                || from.progress().weight() != after.progress().weight();
    }
}
