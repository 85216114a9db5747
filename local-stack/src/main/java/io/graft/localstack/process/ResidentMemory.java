package io.graft.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// How much memory processes take.
public final class ResidentMemory {

    private ResidentMemory() {}

    /// The bytes that the process and its children keep in memory. What several share counts once where the system
    /// tells (Linux), and once for each elsewhere. Empty where nothing is known.
    public static OptionalLong ofTree(long pid) {
        LongStream children = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        List<Long> known = LongStream.concat(LongStream.of(pid), children)
                .mapToObj(ResidentMemory::of)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
        return known.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(known.stream().mapToLong(Long::longValue).sum());
    }

    /// The same of the process alone.
    public static OptionalLong of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        if (Files.isDirectory(process)) {
            OptionalLong proportional = kilobytes(process.resolve("smaps_rollup"), "Pss:");
            return proportional.isPresent() ? proportional : kilobytes(process.resolve("status"), "VmRSS:");
        }
        List<String> lines = Processes.output("ps", "-o", "rss=", "-p", Long.toString(pid));
        return lines.isEmpty() ? OptionalLong.empty() : parseKilobytes(lines.getFirst());
    }

    private static OptionalLong kilobytes(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> parseKilobytes(line.substring(key.length())))
                    .orElseGet(OptionalLong::empty);
        } catch (IOException | UncheckedIOException e) {
            // Not ours to look at, or gone.
            return OptionalLong.empty();
        }
    }

    /// Parses `  1234 kB`.
    static OptionalLong parseKilobytes(String text) {
        String digits = text.replaceAll("\\D", "");
        return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits) * 1024);
    }
}
