package io.graft.engine.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.checkpoint.SafetensorsWriter;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All that a training needs to go on as if it had never stopped: the adapter (also readable by PEFT), both moments,
/// and the number of steps made, from which order, dropout and learning rate follow.
///
/// @param fingerprint of configuration and examples; a training with others must not go on from this state
record TrainingState(int step, long tokens, String fingerprint) {

    private static final String STATE = "trainer_state.json";
    private static final String MOMENTS = "optimizer.safetensors";

    /// Writes a checkpoint folder that appears whole or not at all.
    void write(Path folder, LoraAdapter adapter, TrainableAdapter trainable) throws IOException {
        Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
        try {
            delete(partial);
            adapter.save(partial);
            new SafetensorsWriter(trainable.moments(), Map.of("format", "pt")).write(partial.resolve(MOMENTS));
            JsonFiles.write(partial.resolve(STATE), json());
            delete(folder);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            discard(partial, e);
            throw e;
        }
    }

    private static void discard(Path partial, IOException reason) {
        try {
            delete(partial);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("step", step)
                .put("tokens", tokens)
                .put("fingerprint", fingerprint);
    }

    static TrainingState read(Path folder) throws IOException {
        Path file = folder.resolve(STATE);
        JsonNode root = JsonFiles.read(file);
        for (String field : List.of("step", "tokens", "fingerprint")) {
            if (!root.hasNonNull(field)) {
                throw new MalformedFileException(file, field + " is missing");
            }
        }
        return new TrainingState(
                root.path("step").asInt(),
                root.path("tokens").asLong(),
                root.path("fingerprint").asText());
    }

    /// Restores parameters and moments.
    static void restore(Path folder, TrainableAdapter trainable) throws IOException {
        try (SafetensorsReader reader = SafetensorsReader.open(folder.resolve(MOMENTS))) {
            for (Map.Entry<String, Matrix> row : trainable.moments().entrySet()) {
                int count = row.getValue().columns();
                row.getValue().copyFrom(Matrix.of(reader.read(row.getKey(), 1, count), 1, count));
            }
        }
        trainable.restored();
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
