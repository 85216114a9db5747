package io.graft.engine.training;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/// What this process may take, in bytes.
///
/// @param heap    of the Java virtual machine: `-Xmx`
/// @param machine physical memory, of which the container's limit and other processes leave so much
record MemoryOffer(long heap, long machine) {

    static MemoryOffer ofThisProcess() {
        long machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize(); // knows the container's limit
        OptionalLong available = ProcFile.MACHINE.bytes("MemAvailable");
        OptionalLong own = ProcFile.PROCESS.bytes("VmRSS");
        long free = available.isPresent() && own.isPresent() ? available.getAsLong() + own.getAsLong() : machine;
        return new MemoryOffer(Runtime.getRuntime().maxMemory(), Math.min(machine, free));
    }
}
