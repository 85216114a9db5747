package io.graft.localstack.supervisor;

import io.graft.localstack.component.Component;
import io.graft.localstack.process.CannotStart;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.PortHolder;
import io.graft.localstack.process.ProcessRecord;
import io.graft.localstack.process.Processes;
import io.graft.localstack.supervisor.ComponentState.Failed;
import io.graft.localstack.supervisor.ComponentState.Ready;
import io.graft.localstack.supervisor.ComponentState.Starting;
import io.graft.localstack.supervisor.ComponentState.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keeps one component alive: looks, lets [Upkeep] decide, and does what was decided.
final class Keeper {

    private static final System.Logger LOG = System.getLogger(Keeper.class.getName());
    private static final Duration WHILE_READY = Duration.ofMillis(500);
    private static final Duration WHILE_STARTING = Duration.ofMillis(200);
    private static final Duration WHILE_OTHERS_WORK = Duration.ofMillis(100);
    private static final Duration PROBE_WHEN_READY = Duration.ofSeconds(5);

    private final Component component;
    private final Upkeep upkeep;
    private final Processes processes;
    private final Function<String, ComponentState> states;
    private final Clock clock;

    private volatile ComponentState state = new Waiting(Set.of());
    private volatile @Nullable LiveProcess process;
    private final AtomicInteger launches = new AtomicInteger();
    private final MemoryGauge memory = new MemoryGauge();
    private volatile boolean refreshRequested;
    private boolean adopted;
    private Instant lastProbe = Instant.EPOCH;

    /// @param states tells how the other components are
    Keeper(Component component, Processes processes, Function<String, ComponentState> states, Clock clock) {
        this.component = component;
        this.upkeep = new Upkeep(component.patience());
        this.processes = processes;
        this.states = states;
        this.clock = clock;
    }

    Component component() {
        return component;
    }

    ComponentState state() {
        return state;
    }

    /// Takes over the process that runs already, if there is one. One that we would start otherwise now (another
    /// build, another setting) is ended instead.
    private void adopt() {
        Optional<ProcessRecord> record = processes.records().find(component.name());
        Optional<LiveProcess> live = record.flatMap(LiveProcess::of).or(component::unrecorded);
        if (live.isEmpty()) {
            return;
        }
        boolean same = record.filter(known -> known.pid() == live.get().pid())
                .filter(known -> known.fingerprint().equals(component.launch().fingerprint()))
                .isPresent();
        if (same) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} runs already as process {1}",
                    component.name(),
                    Long.toString(live.get().pid()));
            process = live.get();
            become(new Starting(clock.instant(), 0));
        } else {
            LOG.log(System.Logger.Level.INFO, "{0} has changed and starts anew", component.name());
            component.stop(live.get());
        }
    }

    /// Asks for what somebody who says "up" expects, done at the next step.
    void requestRefresh() {
        refreshRequested = true;
    }

    /// A changed component starts anew, a failed one is tried again at once.
    private void refresh() {
        switch (state) {
            case Failed failed -> become(new Waiting(Set.of()));
            case ComponentState.BackingOff backingOff -> become(new Waiting(Set.of()));
            case ComponentState.Stopped stopped -> become(new Waiting(Set.of()));
            case Waiting waiting -> {}
            case Starting starting -> restartIfChanged();
            case Ready ready -> restartIfChanged();
        }
    }

    /// One look and what follows from it; returns how long nothing needs to be looked at.
    Duration step() {
        if (!adopted) {
            adopt();
            adopted = true;
        }
        if (refreshRequested) {
            refresh();
            refreshRequested = false;
        }
        Decision decision = upkeep.decide(state, observe());
        switch (decision.act()) {
            case NOTHING -> become(decision.next());
            case LAUNCH -> become(launch(decision.next()));
            case KILL -> {
                kill();
                become(decision.next());
            }
        }
        return switch (state) {
            case Ready ready -> WHILE_READY;
            case Starting starting -> WHILE_STARTING;
            case Waiting waiting -> WHILE_OTHERS_WORK;
            case ComponentState.BackingOff backingOff -> WHILE_OTHERS_WORK;
            case Failed failed -> WHILE_READY;
            case ComponentState.Stopped stopped -> WHILE_READY;
        };
    }

    ProcessStatus status() {
        LiveProcess current = process;
        boolean alive = current != null && current.isAlive();
        // Whether it is as it should be is known after the look that somebody has asked for.
        ComponentState shown = refreshRequested ? new Waiting(Set.of()) : state;
        return new ProcessStatus(
                component.name(),
                shown.word(),
                shown.detail(),
                alive && current != null ? OptionalLong.of(current.pid()) : OptionalLong.empty(),
                component.port(),
                alive && current != null ? Optional.of(current.started()) : Optional.empty(),
                Math.max(0, launches.get() - 1),
                failedStarts(),
                alive && current != null ? memory.of(current) : OptionalLong.empty());
    }

    private int failedStarts() {
        return switch (state) {
            case ComponentState.BackingOff(var until, var attempt, var reason) -> attempt;
            case Starting(var since, var attempt) -> attempt;
            case Ready ready -> 0;
            case Waiting waiting -> 0;
            case ComponentState.Stopped stopped -> 0;
            case Failed failed -> 0;
        };
    }

    private Observation observe() {
        Instant now = clock.instant();
        LiveProcess current = process;
        boolean alive = current != null && current.isAlive();
        Set<String> missing = component.needs().stream()
                .filter(name -> !(states.apply(name) instanceof Ready))
                .collect(Collectors.toSet());
        return new Observation(now, alive, alive && reacts(now), missing);
    }

    private boolean reacts(Instant now) {
        if (!(state instanceof Ready ready)) {
            return component.readiness().ready();
        }
        if (lastProbe.plus(PROBE_WHEN_READY).isAfter(now)) {
            return ready.silentSince().isEmpty();
        }
        lastProbe = now;
        return component.liveness().ready();
    }

    private ComponentState launch(ComponentState next) {
        int attempt = next instanceof Starting starting ? starting.attempt() : 0;
        try {
            Launch launch = component.launch();
            Optional<PortHolder> holder = PortHolder.of(launch.port());
            if (holder.isPresent()) {
                return Upkeep.backOff(
                        clock.instant(),
                        attempt + 1,
                        PortConflict.of(launch, holder.get()).message());
            }
            component.prepare();
            process = processes.start(launch);
            launches.incrementAndGet();
            return next;
        } catch (CannotStart e) {
            return new Failed(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // Whatever kept it from starting is its state now, told by the status and tried again.
            LOG.log(System.Logger.Level.WARNING, component.name() + " did not start", e);
            return Upkeep.backOff(clock.instant(), attempt + 1, String.valueOf(e.getMessage()));
        }
    }

    private void restartIfChanged() {
        LiveProcess current = process;
        String fingerprint = component.launch().fingerprint();
        boolean changed = processes
                .records()
                .find(component.name())
                .filter(record -> record.fingerprint().equals(fingerprint))
                .isEmpty();
        if (current != null && changed) {
            component.stop(current);
            become(new Waiting(Set.of()));
        }
    }

    private void kill() {
        LiveProcess current = process;
        if (current != null) {
            current.end(Duration.ofSeconds(5));
        }
    }

    private void become(ComponentState next) {
        if (!next.word().equals(state.word())) {
            LOG.log(System.Logger.Level.INFO, "{0} is {1} {2}", component.name(), next.word(), next.detail());
        }
        state = next;
    }
}
