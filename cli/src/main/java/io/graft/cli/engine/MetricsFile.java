package io.graft.cli.engine;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ContractJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `metrics.jsonl`: one line a step or evaluation. A training that goes on from a checkpoint drops the lines of the
/// steps that it makes again, and a last line that was cut off.
///
/// The training that has it open has its folder for itself: the file is locked, and the system frees it when the
/// process dies. A file in which nothing was written goes again, so that a training that could not begin leaves
/// nothing.
final class MetricsFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final boolean newFolder;
    private final List<JsonNode> kept = new ArrayList<>();

    private MetricsFile(Path file, FileChannel channel, boolean newFolder) {
        this.file = file;
        this.channel = channel;
        this.newFolder = newFolder;
    }

    /// Opens the file for this training alone.
    ///
    /// @throws FileSystemException if another training has it
    static MetricsFile open(Path file) throws IOException {
        boolean newFolder = !Files.exists(file.toAbsolutePath().getParent());
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(file, channel);
            return new MetricsFile(file, channel, newFolder);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /// Tells early what [#open] would tell.
    static void requireFree(Path file) throws IOException {
        if (Files.exists(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                lock(file, channel);
            }
        }
    }

    private static void lock(Path file, FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException _) {
            // another thread of this process has it
        }
        throw new FileSystemException(
                String.valueOf(file.toAbsolutePath().getParent()), null, "another training is writing here");
    }

    /// Drops what comes after the lines up to a step.
    void keepUpTo(int step) throws IOException {
        byte[] text = Channels.newInputStream(channel.position(0)).readAllBytes();
        int end = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                if (!keep(new String(text, end, i - end, StandardCharsets.UTF_8), step)) {
                    break;
                }
                end = i + 1;
            }
        }
        channel.truncate(end).position(end);
    }

    private boolean keep(String line, int step) {
        try {
            JsonNode node = ContractJson.mapper().readTree(line);
            if (!node.has("step") || node.path("step").asInt() > step) {
                return false;
            }
            kept.add(node);
            return true;
        } catch (JacksonException _) {
            return false; // the machine lost power while this line was written
        }
    }

    /// Lines of the steps before this process.
    List<JsonNode> kept() {
        return kept;
    }

    void add(JsonNode line) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        boolean empty = channel.size() == 0;
        channel.close();
        if (empty) {
            Files.deleteIfExists(file);
            deleteFolderIfEmpty();
        }
    }

    private void deleteFolderIfEmpty() throws IOException {
        if (!newFolder) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                return;
            }
        }
        Files.deleteIfExists(folder);
    }
}
