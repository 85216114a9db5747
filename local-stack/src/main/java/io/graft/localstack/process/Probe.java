package io.graft.localstack.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Asks a process whether it does its work yet.
@FunctionalInterface
public interface Probe {

    /// Whether it answers as it should, now. Never waits longer than about two seconds and never throws for a
    /// refusal.
    boolean ready();

    /// Asks until the process is ready.
    ///
    /// @throws ProcessFailed when the process ends first, or takes longer than the patience
    static void await(Probe probe, LiveProcess process, Launch launch, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!probe.ready()) {
            if (!process.isAlive()) {
                throw new ProcessFailed(launch.name() + " ended before it was ready", new LogFile(launch.log()));
            }
            if (System.nanoTime() > deadline) {
                throw new ProcessFailed(
                        launch.name() + " was not ready after " + patience.toSeconds() + " s",
                        new LogFile(launch.log()));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
