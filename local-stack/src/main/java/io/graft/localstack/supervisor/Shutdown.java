package io.graft.localstack.supervisor;

import io.graft.localstack.component.Component;
import io.graft.localstack.component.StopOrder;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.ProcessRecord;
import io.graft.localstack.process.RunFolder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Stops everything that is recorded as running, with or without a living supervisor: services first, then the
/// workers they started, then what they all stand on.
///
/// @param records of the components
/// @param workers records of the workers
public record Shutdown(List<Component> components, RunFolder records, RunFolder workers) {

    /// A worker writes a checkpoint when it is asked to end.
    private static final Duration WORKER_PATIENCE = Duration.ofSeconds(20);

    private static final Duration STRANGER_PATIENCE = Duration.ofSeconds(20);

    /// Stops all; quiet where nothing runs.
    ///
    /// @param progress is told the name of what has stopped
    public void run(Consumer<String> progress) {
        stopUnknown(progress);
        boolean workersStopped = false;
        for (List<Component> group : StopOrder.of(components)) {
            boolean foundation =
                    group.stream().allMatch(component -> component.needs().isEmpty());
            if (foundation && !workersStopped) {
                stopWorkers(progress);
                workersStopped = true;
            }
            together(group.stream()
                    .<Runnable>map(component -> () -> stop(component, progress))
                    .toList());
        }
        records.forget(SupervisorProcess.NAME);
    }

    /// What an earlier build started and this one does not know any more.
    private void stopUnknown(Consumer<String> progress) {
        Set<String> known = components.stream().map(Component::name).collect(Collectors.toSet());
        together(records.all().stream()
                .filter(record -> !known.contains(record.name()))
                .filter(record -> !record.name().equals(SupervisorProcess.NAME))
                .<Runnable>map(record -> () -> stop(record, records, STRANGER_PATIENCE, progress))
                .toList());
    }

    private void stopWorkers(Consumer<String> progress) {
        together(workers.all().stream()
                .<Runnable>map(record -> () -> stop(record, workers, WORKER_PATIENCE, progress))
                .toList());
    }

    private void stop(Component component, Consumer<String> progress) {
        Optional<LiveProcess> live = records.live(component.name()).or(component::unrecorded);
        live.ifPresent(process -> {
            component.stop(process);
            progress.accept(component.name());
        });
        records.forget(component.name());
    }

    private static void stop(ProcessRecord record, RunFolder folder, Duration patience, Consumer<String> progress) {
        LiveProcess.of(record).ifPresent(process -> {
            process.end(patience);
            progress.accept(record.name());
        });
        folder.forget(record.name());
    }

    private static void together(List<Runnable> actions) {
        CompletableFuture<?>[] running = actions.stream()
                .map(action -> CompletableFuture.runAsync(
                        action, task -> Thread.ofPlatform().start(task)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(running).join();
    }
}
