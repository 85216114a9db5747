package io.graft.bench.nd4j;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// Processor time of this process, all threads together: what others do on the machine hardly changes it.
final class CpuTime {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private CpuTime() {}

    static double seconds() {
        return SYSTEM.getProcessCpuTime() * 1e-9;
    }
}
