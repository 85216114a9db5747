package io.graft.deployer.reconcile;

import io.graft.deployer.rollout.Moves;
import io.graft.deployer.rollout.Rollout;
import io.graft.deployer.rollout.Subject;
import io.graft.deployer.target.Environments;
import io.graft.deployer.target.RouteChange;
import io.graft.deployer.target.RouteSeen;
import io.graft.deployer.target.ServingTarget;
import io.graft.deployer.target.TargetException;
import io.graft.deployer.traffic.TrafficSplit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/// Keeps promoted versions serving between rollouts, whatever restarts around them, and unloads what no rollback can
/// need any more.
///
/// The version before the one that serves stays loaded, so that a rollback is a change of the route and nothing else;
/// it goes when a later rollout has replaced its successor. A route that somebody else has set is left alone.
@ApplicationScoped
class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    private final Moves moves;
    private final Environments environments;

    Upkeep(Moves moves, Environments environments) {
        this.moves = moves;
        this.environments = environments;
    }

    void pass() {
        moves.servingAtRest().forEach(this::keep);
    }

    private void keep(Rollout serving) {
        Subject subject = serving.subject();
        ServingTarget target = environments.target(subject.environment());
        try {
            RouteSeen route = target.route(subject.model());
            Set<String> loaded = target.loaded(subject.model());
            for (String version : subject.versions()) {
                if (!loaded.contains(version)) {
                    target.load(subject.model(), version);
                }
            }
            if (route.split().shares().isEmpty()) {
                target.shift(subject.model(), new RouteChange(TrafficSplit.all(subject.version()), route.revision()));
            }
            unloadOthers(subject, route.split(), loaded, target);
        } catch (TargetException e) {
            LOG.warnf("serving version not kept up, tried again soon of=%s reason=%s", subject, e.getMessage());
        }
    }

    private void unloadOthers(Subject subject, TrafficSplit split, Set<String> loaded, ServingTarget target) {
        Set<String> others = new HashSet<>(moves.versionsOf(subject.model()));
        others.retainAll(loaded);
        others.removeAll(subject.versions());
        split.shares().forEach(share -> others.remove(share.version()));
        for (String version : others) {
            target.unload(subject.model(), version);
            LOG.infof("adapter unloaded of=%s version=%s", subject.model(), version);
        }
    }
}
