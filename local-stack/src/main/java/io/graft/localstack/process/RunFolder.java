package io.graft.localstack.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The records of running processes, one JSON file for each: `<name>.json`.
public final class RunFolder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    public RunFolder(Path folder) {
        this.folder = folder;
    }

    public void save(ProcessRecord record) {
        ObjectNode json = JSON.createObjectNode()
                .put("name", record.name())
                .put("pid", record.pid())
                .put("started", record.started().toString())
                .put("fingerprint", record.fingerprint())
                .put("port", record.port());
        try {
            Files.createDirectories(folder);
            Path draft = folder.resolve(record.name() + ".json.draft");
            Files.writeString(draft, json.toPrettyString());
            Files.move(draft, file(record.name()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot record process " + record.pid() + " of " + record.name(), e);
        }
    }

    /// What is recorded under the name; nothing where there is no record or one that cannot be understood.
    public Optional<ProcessRecord> find(String name) {
        return read(file(name));
    }

    /// The recorded process if it still runs.
    public Optional<LiveProcess> live(String name) {
        return find(name).flatMap(LiveProcess::of);
    }

    public void forget(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the record of " + name, e);
        }
    }

    public List<ProcessRecord> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".json");
    }

    private static Optional<ProcessRecord> read(Path file) {
        try {
            return Files.exists(file) ? parse(file, JSON.readTree(file.toFile())) : Optional.empty();
        } catch (IOException e) {
            // A torn or foreign file says nothing about any process; the next start replaces it.
            return Optional.empty();
        }
    }

    private static Optional<ProcessRecord> parse(Path file, JsonNode json) {
        if (!json.path("pid").canConvertToLong() || !json.path("started").isTextual()) {
            return Optional.empty();
        }
        String name = file.getFileName().toString().replaceFirst("\\.json$", "");
        try {
            return Optional.of(new ProcessRecord(
                    json.path("name").asText(name),
                    json.path("pid").asLong(),
                    Instant.parse(json.path("started").asText()),
                    json.path("fingerprint").asText(),
                    json.path("port").asInt()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
