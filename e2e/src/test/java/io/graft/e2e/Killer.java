package io.graft.e2e;

import io.graft.localstack.LocalStack;
import io.graft.localstack.supervisor.ProcessStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Kills every process of a stack once, one after the other, each when the stack has recovered from the one before.
final class Killer implements AutoCloseable {

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final LocalStack stack;
    private final List<String> victims;
    private final List<String> killed = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    Killer(LocalStack stack, List<String> victims) {
        this.stack = stack;
        this.victims = victims;
        this.thread = Thread.ofPlatform().daemon().name("killer").start(this::run);
    }

    /// The names of those that were killed so far.
    synchronized List<String> killed() {
        return List.copyOf(killed);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (String victim : victims) {
            Optional<ProcessStatus> target = Optional.empty();
            while (!closed && target.isEmpty()) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
                target = ready(victim);
            }
            target.ifPresent(this::kill);
        }
    }

    private Optional<ProcessStatus> ready(String name) {
        var status = stack.status();
        return status.isReady()
                ? status.processes().stream()
                        .filter(process -> process.name().equals(name))
                        .findFirst()
                : Optional.empty();
    }

    private void kill(ProcessStatus process) {
        process.pid().ifPresent(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        synchronized (this) {
            killed.add(process.name());
        }
        System.err.println("  killed " + process.name());
    }
}
