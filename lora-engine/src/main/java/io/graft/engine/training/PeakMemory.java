package io.graft.engine.training;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;

/// The most memory that this process has had at once.
final class PeakMemory {

    private PeakMemory() {}

    /// Bytes of physical memory where Linux tells (`VmHWM`); elsewhere what the Java virtual machine's
    /// pools had in use, which leaves out mapped files and native libraries.
    static long bytes() {
        return ProcFile.PROCESS.bytes("VmHWM").orElseGet(PeakMemory::pools);
    }

    private static long pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                .sum();
    }
}
