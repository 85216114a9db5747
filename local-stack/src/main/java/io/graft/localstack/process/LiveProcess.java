package io.graft.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A process of this machine that was alive when it was looked up.
public record LiveProcess(long pid, Instant started) {

    /// The kernel counts a beginning in ticks since boot and the clock may have been set since: two readings of the
    /// same beginning differ a little, while a process id comes round again only after many others.
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    private static final Duration POLL = Duration.ofMillis(20);

    /// The process with this id, if there is one that still runs.
    public static Optional<LiveProcess> of(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> !isZombie(handle.pid()))
                .flatMap(handle -> handle.info().startInstant())
                .map(started -> new LiveProcess(pid, started));
    }

    /// The process with this id if it began at this instant.
    public static Optional<LiveProcess> of(long pid, Instant started) {
        return of(pid).filter(process -> process.beganAt(started));
    }

    public static Optional<LiveProcess> of(ProcessRecord record) {
        return of(record.pid(), record.started());
    }

    /// This very program.
    public static LiveProcess self() {
        return of(ProcessHandle.current().pid())
                .orElseThrow(() -> new IllegalStateException("the system does not tell when this process began"));
    }

    public boolean isAlive() {
        return of(pid, started).isPresent();
    }

    /// Asks the process to end (SIGTERM), and ends it (SIGKILL) when it has not within the patience.
    public void end(Duration patience) {
        signal(ProcessHandle::destroy);
        if (!awaitEnd(patience)) {
            signal(ProcessHandle::destroyForcibly);
            awaitEnd(Duration.ofSeconds(10));
        }
    }

    /// Ends the process at once.
    public void kill() {
        end(Duration.ZERO);
    }

    /// Whether the process ended within the patience.
    public boolean awaitEnd(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isAlive()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }

    private void signal(Consumer<ProcessHandle> signal) {
        if (isAlive()) {
            ProcessHandle.of(pid).ifPresent(signal);
        }
    }

    private boolean beganAt(Instant instant) {
        return Duration.between(started, instant).abs().compareTo(TOLERANCE) <= 0;
    }

    /// Whether the process ended and only waits for its parent to notice; the JDK takes it for alive.
    private static boolean isZombie(long pid) {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.isReadable(stat)) {
            return false;
        }
        try {
            String line = Files.readString(stat);
            return line.startsWith("Z", line.lastIndexOf(')') + 2);
        } catch (IOException e) {
            // It ended while we looked; whoever asks next finds no process.
            return false;
        }
    }
}
