package io.graft.localstack.component;

import io.graft.localstack.component.AotCaches.Program;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.Probe;
import io.graft.localstack.process.Processes;
import io.graft.localstack.process.ScratchFolder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Makes the caches that let programs start fast: runs each once, in a stack of its own on free ports, until it is
/// ready, and ends it politely, upon which its JVM writes what it has loaded. A running stack is not touched.
public final class Warming {

    private static final int AT_A_TIME = 2;
    private static final Duration READY_PATIENCE = Duration.ofMinutes(3);
    private static final Duration WRITE_PATIENCE = Duration.ofMinutes(5);

    private final AotCaches caches;
    private final ScratchFolder scratch;
    private final Stack stack;
    private final Processes processes;
    private final Consumer<String> progress;

    private Warming(StackLayout layout, ScratchFolder scratch, Consumer<String> progress) {
        this.caches = new AotCaches(layout.aot(), Optional.of(scratch.path().resolve("drafts")));
        this.scratch = scratch;
        this.stack =
                Stack.of(new StackLayout(scratch.path(), layout.repository(), layout.programs()), Ports.free(), caches);
        this.processes = new Processes(scratch.records());
        this.progress = progress;
    }

    /// Makes the missing caches and returns the names of their programs; does nothing where none is missing.
    ///
    /// @param progress is told what is done
    public static List<String> run(StackLayout layout, Consumer<String> progress) {
        ScratchFolder scratch = ScratchFolder.create(layout.aot(), "warming-");
        try {
            return new Warming(layout, scratch, progress).run();
        } finally {
            scratch.clear();
        }
    }

    private List<String> run() {
        List<Component> cold = stack.components().stream().filter(this::isCold).toList();
        if (cold.isEmpty()) {
            return List.of();
        }
        Deque<Runnable> endings = new ArrayDeque<>();
        try {
            components(this::isFoundation).forEach(component -> endings.push(start(component)));
            together(components(component -> isCold(component) && !isFoundation(component)).stream()
                    .<Runnable>map(component -> () -> start(component).run())
                    .toList());
        } finally {
            endings.forEach(Runnable::run);
        }
        return cold.stream()
                .filter(component -> !isCold(component))
                .map(Component::name)
                .toList();
    }

    /// Starts the component and returns how to end it.
    private Runnable start(Component component) {
        component.prepare();
        Optional<Program> writes = component.program().filter(program -> !caches.has(program));
        Launch launch = component.launch();
        progress.accept(component.name() + " starts");
        LiveProcess process = processes.start(launch);
        Probe.await(component.readiness(), process, launch, READY_PATIENCE);
        return () -> {
            if (writes.isPresent()) {
                process.end(WRITE_PATIENCE);
                boolean written = caches.publish(writes.get());
                progress.accept(component.name() + (written ? " has its cache" : " wrote no cache"));
            } else {
                component.stop(process);
            }
            processes.records().forget(component.name());
        };
    }

    private List<Component> components(Predicate<Component> which) {
        return stack.components().stream().filter(which).toList();
    }

    private boolean isCold(Component component) {
        return component.program().filter(program -> !caches.has(program)).isPresent();
    }

    private boolean isFoundation(Component component) {
        return component.needs().isEmpty();
    }

    private static void together(List<Runnable> actions) {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            CompletableFuture.allOf(actions.stream()
                            .map(action -> CompletableFuture.runAsync(action, threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }
}
