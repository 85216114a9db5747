package io.graft.modelserver.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.contracts.ContractJson;
import io.graft.modelserver.ModelServerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// The file that outlives the process: which adapters are loaded. It is replaced as a whole.
@ApplicationScoped
class KeptAdapters {

    private final Path file;
    private final ObjectMapper json = ContractJson.mapper();

    KeptAdapters(ModelServerConfig config) {
        this.file = config.stateDir().toAbsolutePath().normalize().resolve("adapters.json");
    }

    /// One loaded adapter.
    record Kept(String loraName, String loraPath, String digest, Instant loadedAt) {}

    List<Kept> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return json.readValue(file.toFile(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(
                    file + " is no list of adapters: " + e.getOriginalMessage()
                            + "; remove it, and load the adapters anew",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(Collection<Kept> adapters) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.resolveSibling("."));
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(json.writeValueAsBytes(adapters));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
