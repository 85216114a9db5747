package io.graft.engine.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The most memory that this process has had at once.
final class PeakMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final boolean LINUX = Files.isReadable(STATUS);

    private PeakMemory() {}

    /// Bytes of physical memory where Linux tells (`VmHWM`); elsewhere what the Java virtual machine's
    /// pools had in use, which leaves out mapped files and native libraries.
    static long bytes() {
        return LINUX ? resident() : pools();
    }

    private static long resident() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElseGet(PeakMemory::pools);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
                .sum();
    }
}
