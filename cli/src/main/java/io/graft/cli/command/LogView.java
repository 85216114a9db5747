package io.graft.cli.command;

import io.graft.cli.output.Printer;
import io.graft.localstack.LocalStack;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Shows the ends of logs, and what comes to them.
record LogView(Printer printer, LocalStack stack, List<String> names) {

    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    int show(int lines, boolean follow) throws IOException {
        Map<String, Long> shown = new HashMap<>();
        for (String name : names) {
            Path file = stack.log(name).path();
            shown.put(name, Files.exists(file) ? Files.size(file) : 0L);
            stack.log(name).tail(lines).forEach(line -> print(name, line));
        }
        while (follow) {
            for (String name : names) {
                shown.put(name, printFrom(name, shown.getOrDefault(name, 0L)));
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return 0;
    }

    private long printFrom(String name, long from) throws IOException {
        Path path = stack.log(name).path();
        if (!Files.exists(path)) {
            return 0;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long begin = file.length() < from ? 0 : from;
            byte[] bytes = new byte[(int) Math.min(1 << 20, file.length() - begin)];
            file.seek(begin);
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            text.substring(0, end).lines().forEach(line -> print(name, line));
            return begin + text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        }
    }

    private void print(String name, String line) {
        printer.text(names.size() == 1 ? line : name + " | " + line);
    }
}
