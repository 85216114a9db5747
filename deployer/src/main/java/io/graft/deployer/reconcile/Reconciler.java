package io.graft.deployer.reconcile;

import io.graft.deployer.rollout.Decision;
import io.graft.deployer.rollout.Decisions;
import io.graft.deployer.rollout.Moves;
import io.graft.deployer.rollout.Rollout;
import io.graft.deployer.rollout.RolloutId;
import io.graft.deployer.target.Environments;
import io.graft.deployer.target.RouteChange;
import io.graft.deployer.target.ServingTarget;
import io.graft.deployer.target.TargetException;
import io.graft.kit.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Carries out decisions, one after the other, until a rollout has to wait.
///
/// Everything between two reads of the row may be cut off at any moment: what was done is seen by the next look, what
/// was not done is decided again.
@ApplicationScoped
class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);
    private static final int MOST_TURNS = 20;

    private final Moves moves;
    private final Environments environments;
    private final Traces traces;
    private final Clock clock;

    Reconciler(Moves moves, Environments environments, Traces traces, Clock clock) {
        this.moves = moves;
        this.environments = environments;
        this.traces = traces;
        this.clock = clock;
    }

    /// Brings a rollout as far as it comes now.
    void advance(RolloutId id) {
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            Optional<Rollout> rollout = moves.find(id).filter(one -> one.state().isActive());
            if (rollout.isEmpty() || turn(rollout.get()) == Turn.WAIT) {
                return;
            }
        }
    }

    private enum Turn {
        AGAIN,
        WAIT
    }

    private Turn turn(Rollout rollout) {
        ServingTarget target = environments.target(rollout.subject().environment());
        Observer.Look look = new Observer(target, clock).look(rollout);
        return switch (Decisions.decide(rollout, look.observation())) {
            case Decision.Wait wait -> wait(rollout, wait.reason());
            case Decision.Load load -> load(rollout, load, target);
            case Decision.Route route -> shift(rollout, new RouteChange(route.split(), look.routeRevision()), target);
            case Decision.Move move -> make(rollout, move);
        };
    }

    private Turn wait(Rollout rollout, String reason) {
        moves.waits(rollout, reason);
        return Turn.WAIT;
    }

    private Turn load(Rollout rollout, Decision.Load load, ServingTarget target) {
        String model = rollout.subject().model();
        try {
            inSpan(rollout, "load adapter", () -> load.versions().forEach(version -> target.load(model, version)));
            return Turn.AGAIN;
        } catch (TargetException.Refused e) {
            LOG.warnf("load refused rollout=%s reason=%s", rollout.id(), e.getMessage());
            return make(rollout, Decisions.refuse(rollout, String.valueOf(e.getMessage()), clock.instant()));
        } catch (TargetException.Unreachable e) {
            String reason = String.valueOf(e.getMessage());
            return Decisions.notLoaded(rollout, reason, clock.instant()) instanceof Decision.Move move
                    ? make(rollout, move)
                    : wait(rollout, reason);
        }
    }

    private Turn shift(Rollout rollout, RouteChange change, ServingTarget target) {
        try {
            inSpan(
                    rollout,
                    "shift traffic",
                    () -> target.shift(rollout.subject().model(), change));
            return Turn.AGAIN;
        } catch (TargetException e) {
            return wait(rollout, String.valueOf(e.getMessage()));
        }
    }

    private Turn make(Rollout rollout, Decision.Move move) {
        boolean sameState = move.next().getClass() == rollout.state().getClass();
        if (sameState) {
            moves.make(rollout, move);
            return Turn.WAIT;
        }
        inSpan(rollout, "rollout " + move.next().status(), () -> moves.make(rollout, move));
        LOG.infof(
                "rollout moved rollout=%s of=%s to=%s reason=%s",
                rollout.id(), rollout.subject(), move.next(), move.reason());
        return Turn.AGAIN;
    }

    private void inSpan(Rollout rollout, String name, Runnable work) {
        Map<String, String> attributes = Map.of(
                "graft.model", rollout.subject().model(),
                "graft.version", rollout.subject().version(),
                "graft.rollout_id", rollout.id().toString(),
                "graft.rollout.status", rollout.state().status().name());
        traces.continueFrom(rollout.traceparent(), name, attributes, work);
    }
}
