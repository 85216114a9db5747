package io.graft.localstack.supervisor;

import io.graft.localstack.component.Component;
import io.graft.localstack.process.Processes;
import io.graft.localstack.process.RunFolder;
import io.graft.localstack.supervisor.ComponentState.Stopped;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Keeps all components of a stack alive, each by a thread and a [Keeper] of its own.
final class Supervisor {

    private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(2);

    private final Supplier<List<Component>> components;
    private final Processes processes;
    private final RunFolder workers;
    private final Clock clock;
    private final Map<String, Keeper> keepers = new LinkedHashMap<>();
    private final Map<String, Keeper> byName = new ConcurrentHashMap<>();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final CountDownLatch halted = new CountDownLatch(1);

    /// @param components what the stack consists of as of now; asked again when the stack is refreshed
    Supervisor(Supplier<List<Component>> components, Processes processes, RunFolder workers, Clock clock) {
        this.components = components;
        this.processes = processes;
        this.workers = workers;
        this.clock = clock;
    }

    /// Takes over what runs, starts what is missing, has another look at what failed or changed.
    synchronized void refresh() {
        if (halted.getCount() == 0) {
            throw new IllegalStateException("the supervisor is stopping");
        }
        for (Component component : components.get()) {
            Keeper known = keepers.get(component.name());
            if (known == null) {
                keep(component);
            } else {
                known.requestRefresh();
            }
        }
    }

    synchronized List<ProcessStatus> status() {
        return keepers.values().stream().map(Keeper::status).toList();
    }

    /// Lets go of the components; they run on.
    void leave() {
        halted.countDown();
        threads.values().forEach(Supervisor::join);
    }

    /// Stops the components.
    void stop() {
        leave();
        new Shutdown(kept(), processes.records(), workers).run(name -> {});
    }

    private synchronized List<Component> kept() {
        return keepers.values().stream().map(Keeper::component).toList();
    }

    private void keep(Component component) {
        Keeper keeper = new Keeper(component, processes, this::stateOf, clock);
        keepers.put(component.name(), keeper);
        byName.put(component.name(), keeper);
        threads.put(
                component.name(),
                Thread.ofPlatform().name("keeper-" + component.name()).start(() -> keepUp(keeper)));
    }

    private ComponentState stateOf(String name) {
        return Optional.ofNullable(byName.get(name)).map(Keeper::state).orElseGet(Stopped::new);
    }

    private void keepUp(Keeper keeper) {
        try {
            while (!halted.await(step(keeper).toMillis(), TimeUnit.MILLISECONDS)) {}
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A step that breaks is no reason to leave the component alone from then on.
    private static Duration step(Keeper keeper) {
        try {
            return keeper.step();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "keeping " + keeper.component().name() + " failed", e);
            return PAUSE_AFTER_ERROR;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + thread.getName(), e);
        }
    }
}
