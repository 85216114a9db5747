package io.graft.cli.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// What the operating system counts as this process's memory.
public final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    /// The most that was resident at any time so far, in bytes (`VmHWM`); empty where Linux's `/proc` is missing.
    public static OptionalLong peak() throws IOException {
        return field("VmHWM:");
    }

    private static OptionalLong field(String name) throws IOException {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst();
    }
}
