package io.graft.engine.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What `trainer_state.json` of a checkpoint says: how far a training is, and which training it is. The
/// order of the examples, dropout and the learning rate follow from that.
///
/// @param tokens   that went through the model
/// @param progress of the evaluations
/// @param digests  SHA-256 of the other files of the checkpoint, by their names
record TrainingState(
        int step, long tokens, TrainingIdentity identity, EvaluationProgress progress, Map<String, String> digests) {

    static final String FILE = "trainer_state.json";

    /// The same, with the digests of the files that were written.
    TrainingState with(Map<String, String> written) {
        return new TrainingState(step, tokens, identity, progress, written);
    }

    void write(Path folder) throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("global_step", step).put("num_input_tokens_seen", tokens);
        if (progress.bestStep().isPresent()) {
            root.put("best_global_step", progress.bestStep().getAsInt()).put("best_metric", progress.bestLoss());
        }
        root.put("early_stopping_patience_counter", progress.misses());
        texts(root.putObject("settings"), identity.values());
        texts(root.putObject("sha256"), digests);
        JsonFiles.write(folder.resolve(FILE), root);
    }

    private static void texts(ObjectNode object, Map<String, String> values) {
        values.forEach(object::put);
    }

    static TrainingState read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        JsonNode root = JsonFiles.read(file);
        for (String field : List.of(
                "global_step", "num_input_tokens_seen", "early_stopping_patience_counter", "settings", "sha256")) {
            if (!root.hasNonNull(field)) {
                throw new MalformedFileException(file, field + " is missing");
            }
        }
        return new TrainingState(
                root.path("global_step").asInt(),
                root.path("num_input_tokens_seen").asLong(),
                new TrainingIdentity(texts(root.path("settings"))),
                progress(root),
                texts(root.path("sha256")));
    }

    private static EvaluationProgress progress(JsonNode root) {
        int misses = root.path("early_stopping_patience_counter").asInt();
        return root.has("best_global_step")
                ? new EvaluationProgress(
                        OptionalInt.of(root.path("best_global_step").asInt()),
                        root.path("best_metric").asDouble(),
                        misses)
                : EvaluationProgress.NONE;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        object.properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        return values;
    }
}
