package io.graft.kit.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The last lines of a worker's log, without reading all of it.
public final class LogTail {

    private static final int MOST_BYTES = 1 << 20;

    private LogTail() {}

    /// Empty where there is no log yet.
    public static List<String> of(Path log, int lines) {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            long from = Math.max(0, channel.size() - MOST_BYTES);
            List<String> all = decode(channel, from).lines().toList();
            List<String> whole = from > 0 && all.size() > 1 ? all.subList(1, all.size()) : all;
            return List.copyOf(whole.subList(Math.max(0, whole.size() - lines), whole.size()));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private static String decode(FileChannel channel, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
        channel.position(from);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // Reads until the buffer is full or the log ends.
        }
        return StandardCharsets.UTF_8.decode(buffer.flip()).toString();
    }
}
