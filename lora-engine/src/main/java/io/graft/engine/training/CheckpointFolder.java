package io.graft.engine.training;

import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.checkpoint.AtomicFolder;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.checkpoint.SafetensorsWriter;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One checkpoint: the adapter as PEFT writes it, the optimizer's moments, and [TrainingState]. It appears
/// whole or not at all, and the state holds the digests of the rest, so damage is noticed before any of it
/// is used.
record CheckpointFolder(Path path) {

    private static final String MOMENTS = "optimizer.safetensors";

    /// Writes the checkpoint.
    ///
    /// @param state   without digests
    /// @param numbers parameters and moments, by the names they are kept under
    void write(TrainingState state, LoraAdapter adapter, Map<String, Matrix> numbers) throws IOException {
        AtomicFolder.replace(path, partial -> {
            adapter.save(partial);
            new SafetensorsWriter(numbers, Map.of("format", "pt")).write(partial.resolve(MOMENTS));
            state.with(digests(partial)).write(partial);
        });
    }

    /// The state, after all files were found to be as they were written.
    ///
    /// @throws MalformedFileException naming the file that is damaged or missing
    TrainingState read() throws IOException {
        if (!Files.isRegularFile(path.resolve(TrainingState.FILE))) {
            throw new MalformedFileException(path, "holds no " + TrainingState.FILE);
        }
        TrainingState state = TrainingState.read(path);
        Map<String, String> actual = digests(path);
        for (Map.Entry<String, String> expected : state.digests().entrySet()) {
            String digest = actual.get(expected.getKey());
            if (!expected.getValue().equals(digest)) {
                throw new MalformedFileException(
                        path.resolve(expected.getKey()),
                        digest == null ? "is missing" : "is damaged: its SHA-256 is not the one it was written with");
            }
        }
        return state;
    }

    /// Fills matrices with what is kept under their names.
    void restore(Map<String, Matrix> numbers) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(path.resolve(MOMENTS))) {
            for (Map.Entry<String, Matrix> row : numbers.entrySet()) {
                int count = row.getValue().columns();
                row.getValue().copyFrom(Matrix.of(reader.read(row.getKey(), 1, count), 1, count));
            }
        }
    }

    /// Whether something is kept under a name.
    boolean keeps(String name) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(path.resolve(MOMENTS))) {
            return reader.names().contains(name);
        }
    }

    private static Map<String, String> digests(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.equals(TrainingState.FILE)) {
                    digests.put(name, digest(file));
                }
            }
        }
        return digests;
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digested.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void delete() throws IOException {
        AtomicFolder.delete(path);
    }
}
