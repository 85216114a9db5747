package io.graft.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The token ids in `tokenizer.json`, against the tokens that a model knows.
record Vocabulary(Path file, Map<String, Integer> ids, Map<String, Integer> added) {

    static Vocabulary read(Path file) throws IOException {
        JsonNode root = JsonFiles.read(file);
        return new Vocabulary(file, tokens(root), added(root));
    }

    /// Tokens of the model in a `tokenizer.json`, with their ids.
    static Map<String, Integer> tokens(JsonNode root) {
        Map<String, Integer> ids = new HashMap<>();
        JsonNode vocabulary = root.path("model").path("vocab");
        if (vocabulary.isArray()) {
            // Unigram models list pieces with their scores; the place in the list is the id.
            for (JsonNode piece : vocabulary) {
                ids.put(piece.path(0).asText(), ids.size());
            }
        } else {
            vocabulary
                    .properties()
                    .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        }
        return ids;
    }

    /// Tokens that were added to those of the model, with their ids.
    static Map<String, Integer> added(JsonNode root) {
        Map<String, Integer> added = new HashMap<>();
        for (JsonNode token : root.path("added_tokens")) {
            added.put(token.path("content").asText(), token.path("id").asInt());
        }
        return added;
    }

    /// Fails if ordinary tokens have ids that a model does not know.
    ///
    /// Added tokens may: Gemma 3 of 1B has one for images that its text model lacks. Using it is what fails then.
    ///
    /// @param size the model's `vocab_size`
    void requireWithin(int size) throws MalformedFileException {
        for (Map.Entry<String, Integer> token : ids.entrySet()) {
            if ((token.getValue() < 0 || token.getValue() >= size) && !added.containsKey(token.getKey())) {
                throw wrong(token.getKey(), token.getValue(), size);
            }
        }
    }

    /// Fails if a special token that every text may contain has an id that a model does not know.
    void requireWithin(Map<String, String> roles, int size) throws MalformedFileException {
        for (String token : roles.values()) {
            Integer id = added.get(token);
            if (id != null && id >= size) {
                throw wrong(token, id, size);
            }
        }
    }

    private MalformedFileException wrong(String token, int id, int size) {
        return new MalformedFileException(
                file,
                "token \"" + token + "\" has id " + id + ", but the model knows ids from 0 to " + (size - 1)
                        + " (vocab_size " + size + "): tokenizer and model do not belong together");
    }
}
