package io.graft.engine.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// A file in which Linux keeps figures about memory, a line each: `VmHWM:   12345 kB`.
record ProcFile(Path path) {

    static final ProcFile MACHINE = new ProcFile(Path.of("/proc/meminfo"));
    static final ProcFile PROCESS = new ProcFile(Path.of("/proc/self/status"));

    /// A figure in bytes; absent where there is no such file, as on other systems, or no such line.
    OptionalLong bytes(String name) {
        if (!Files.isReadable(path)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(path)) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
