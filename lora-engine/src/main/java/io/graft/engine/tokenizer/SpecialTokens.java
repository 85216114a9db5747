package io.graft.engine.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.graft.engine.checkpoint.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// What the tokenizer's files say of single tokens: special ones by name, the bytes of each; and the chat template.
///
/// @param names what a token is for, such as `eos_token`, to its text
/// @param ids   text to id, of tokens that were added to the vocabulary
/// @param bytes ids of the tokens that stand for one byte of a character that the vocabulary lacks
/// @param texts the bytes of every token
record SpecialTokens(
        Map<String, String> names,
        Map<String, Integer> ids,
        Set<Integer> bytes,
        TokenBytes texts,
        Optional<ChatTemplate> chatTemplate) {

    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

    static SpecialTokens read(Path folder) throws IOException {
        JsonNode config = optional(folder.resolve("tokenizer_config.json"));
        JsonNode map = optional(folder.resolve("special_tokens_map.json"));
        Map<String, String> names = new HashMap<>();
        for (String name : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
            text(map.path(name)).or(() -> text(config.path(name))).ifPresent(token -> names.put(name, token));
        }
        JsonNode tokenizer = JsonFiles.read(folder.resolve("tokenizer.json"));
        Set<Integer> bytes = bytes(tokenizer.path("model"));
        Optional<String> template = template(folder, config);
        return new SpecialTokens(
                Map.copyOf(names),
                Map.copyOf(Vocabulary.added(tokenizer)),
                bytes,
                TokenBytes.of(tokenizer, bytes),
                template.map(source -> new ChatTemplate(source, names)));
    }

    private static Set<Integer> bytes(JsonNode model) {
        Set<Integer> bytes = new HashSet<>();
        if (model.path("byte_fallback").asBoolean(false)) {
            model.path("vocab").properties().stream()
                    .filter(token -> BYTE.matcher(token.getKey()).matches())
                    .forEach(token -> bytes.add(token.getValue().asInt()));
        }
        return Set.copyOf(bytes);
    }

    private static JsonNode optional(Path file) throws IOException {
        return Files.exists(file) ? JsonFiles.read(file) : JsonNodeFactory.instance.objectNode();
    }

    /// A token is written as a text or as an object with its content.
    private static Optional<String> text(JsonNode node) {
        JsonNode content = node.isObject() ? node.path("content") : node;
        return content.isTextual() ? Optional.of(content.asText()) : Optional.empty();
    }

    private static Optional<String> template(Path folder, JsonNode config) throws IOException {
        Path file = folder.resolve("chat_template.jinja");
        if (Files.exists(file)) {
            return Optional.of(Files.readString(file));
        }
        JsonNode template = config.path("chat_template");
        if (template.isArray()) {
            for (JsonNode named : template) {
                if (named.path("name").asText().equals("default")) {
                    return Optional.of(named.path("template").asText());
                }
            }
        }
        return template.isTextual() ? Optional.of(template.asText()) : Optional.empty();
    }

    OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    OptionalInt named(String name) {
        String token = names.get(name);
        return token == null ? OptionalInt.empty() : id(token);
    }
}
