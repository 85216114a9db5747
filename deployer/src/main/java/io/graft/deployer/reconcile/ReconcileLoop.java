package io.graft.deployer.reconcile;

import io.graft.deployer.rollout.Moves;
import io.graft.deployer.rollout.RolloutChanged;
import io.graft.deployer.rollout.RolloutId;
import io.graft.kit.loop.Loop;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Turns to each active rollout again and again; a slow one does not hold up the others.
@ApplicationScoped
class ReconcileLoop {

    private static final Logger LOG = Logger.getLogger(ReconcileLoop.class);

    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Moves moves;
    private final Reconciler reconciler;
    private final Upkeep upkeep;
    private final ReconcileConfig config;
    private final Set<RolloutId> inWork = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("reconcile-", 0).factory());
    private @Nullable Loop rollouts;
    private @Nullable Loop serving;

    ReconcileLoop(Moves moves, Reconciler reconciler, Upkeep upkeep, ReconcileConfig config) {
        this.moves = moves;
        this.reconciler = reconciler;
        this.upkeep = upkeep;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        rollouts = Loop.start("reconcile", config.interval(), this::pass);
        serving = Loop.start("upkeep", config.upkeepInterval(), upkeep::pass);
    }

    void stop(@Observes ShutdownEvent stopped) {
        for (Loop loop : new @Nullable Loop[] {rollouts, serving}) {
            if (loop != null) {
                loop.close();
            }
        }
        workers.shutdown();
        try {
            if (!workers.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("rollouts still in work, left to the next start rollouts=%s", inWork);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) RolloutChanged changed) {
        if (rollouts != null) {
            rollouts.wake();
        }
    }

    private void pass() {
        moves.heads().stream().filter(inWork::add).forEach(id -> workers.execute(() -> work(id)));
    }

    private void work(RolloutId id) {
        try {
            reconciler.advance(id);
        } catch (RuntimeException e) {
            LOG.errorf(e, "rollout not advanced, next try in %s rollout=%s", config.interval(), id);
        } finally {
            inWork.remove(id);
        }
    }
}
