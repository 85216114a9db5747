package io.graft.localstack.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// A log of a process: `<name>.log`, with older ones beside it as `<name>.log.1` (the youngest) to `<name>.log.3`.
public record LogFile(Path path) {

    private static final long ROTATE_BEYOND_BYTES = 10L * 1024 * 1024;
    private static final int KEPT = 3;
    private static final int TAIL_BYTES = 64 * 1024;

    /// Moves the log aside if it has grown large. Only while nobody writes to it.
    public void rotate() {
        rotateBeyond(ROTATE_BEYOND_BYTES);
    }

    void rotateBeyond(long bytes) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            if (!Files.exists(path) || Files.size(path) <= bytes) {
                return;
            }
            for (int age = KEPT - 1; age >= 0; age--) {
                if (Files.exists(aged(age))) {
                    Files.move(aged(age), aged(age + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rotate " + path, e);
        }
    }

    /// The last lines, at most as many as asked for; none where there is no log.
    public List<String> tail(int lines) {
        if (!Files.exists(path)) {
            return List.of();
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long from = Math.max(0, file.length() - TAIL_BYTES);
            byte[] bytes = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(bytes);
            List<String> all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return all.subList(Math.max(0, all.size() - lines), all.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private Path aged(int age) {
        return age == 0 ? path : path.resolveSibling(path.getFileName() + "." + age);
    }
}
