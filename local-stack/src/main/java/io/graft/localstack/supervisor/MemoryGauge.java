package io.graft.localstack.supervisor;

import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.ResidentMemory;
import java.time.Duration;
import java.util.OptionalLong;

/// Measures the memory of a process now and then. The system walks through all of its pages for the answer, which
/// is too much for every look at the status.
final class MemoryGauge {

    private static final Duration FRESH = Duration.ofSeconds(3);

    private long measuredAt = System.nanoTime() - FRESH.toNanos();
    private long pid = -1;
    private OptionalLong bytes = OptionalLong.empty();

    synchronized OptionalLong of(LiveProcess process) {
        boolean stale = System.nanoTime() - measuredAt >= FRESH.toNanos();
        if (stale || pid != process.pid()) {
            bytes = ResidentMemory.ofTree(process.pid());
            pid = process.pid();
            measuredAt = System.nanoTime();
        }
        return bytes;
    }
}
