package io.graft.engine.training;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What this process may take, in bytes.
///
/// @param heap    of the Java virtual machine: `-Xmx`
/// @param machine physical memory, of which the container's limit and other processes leave so much
record MemoryOffer(long heap, long machine) {

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path PROCESS = Path.of("/proc/self/status");

    static MemoryOffer ofThisProcess() {
        long machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                .getTotalMemorySize(); // knows the container's limit
        OptionalLong available = kibibytes(MEMORY, "MemAvailable:");
        OptionalLong own = kibibytes(PROCESS, "VmRSS:");
        long free =
                available.isPresent() && own.isPresent() ? (available.getAsLong() + own.getAsLong()) << 10 : machine;
        return new MemoryOffer(Runtime.getRuntime().maxMemory(), Math.min(machine, free));
    }

    /// A number of a file that Linux keeps; absent elsewhere.
    private static OptionalLong kibibytes(Path file, String name) {
        if (!Files.isReadable(file)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
