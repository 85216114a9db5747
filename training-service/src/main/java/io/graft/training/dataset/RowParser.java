package io.graft.training.dataset;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.training.dataset.Row.Labelled;
import io.graft.training.dataset.Row.Message;
import io.graft.training.dataset.Row.Messages;
import io.graft.training.dataset.Row.PromptCompletion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads one JSON line as a row, in whichever of the three kinds it is.
final class RowParser {

    private static final Set<String> ROLES = Set.of("system", "user", "assistant");
    private static final int SHOWN = 40;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private RowParser() {}

    static Row parse(String line) throws BadRow {
        JsonNode row = json(line);
        if (!row.isObject()) {
            throw new BadRow("must be a JSON object, is " + kindOf(row));
        }
        if (row.has("text") || row.has("label")) {
            return labelled(text(row, "text"), text(row, "label"));
        }
        if (row.has("prompt") || row.has("completion")) {
            return new PromptCompletion(text(row, "prompt"), text(row, "completion"));
        }
        if (row.has("messages")) {
            return new Messages(messages(row.get("messages")));
        }
        throw new BadRow("must have text and label, prompt and completion, or messages; has " + fields(row));
    }

    /// A label and its text mean the same with white space around them.
    static Labelled labelled(String text, String label) {
        return new Labelled(text.strip(), label.strip());
    }

    private static JsonNode json(String line) throws BadRow {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            throw new BadRow("is not JSON: " + e.getOriginalMessage() + " at column "
                    + e.getLocation().getColumnNr());
        }
    }

    private static String text(JsonNode row, String field) throws BadRow {
        JsonNode value = row.get(field);
        if (value == null || value.isNull()) {
            throw new BadRow("has no " + field);
        }
        if (!value.isTextual()) {
            throw new BadRow(field + " must be text, is " + kindOf(value));
        }
        return filled(field, value.textValue());
    }

    /// @throws BadRow if there is nothing but white space
    static String filled(String field, String value) throws BadRow {
        if (value.isBlank()) {
            throw new BadRow(field + " is empty");
        }
        return value;
    }

    private static List<Message> messages(JsonNode array) throws BadRow {
        if (!array.isArray() || array.isEmpty()) {
            throw new BadRow("messages must be a list of messages, is " + kindOf(array));
        }
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : array) {
            messages.add(message(message, "messages[" + messages.size() + "]"));
        }
        if (messages.size() < 2 || !messages.getLast().role().equals("assistant")) {
            throw new BadRow("messages must end with an assistant message that answers another one");
        }
        return messages;
    }

    private static Message message(JsonNode message, String path) throws BadRow {
        if (!message.isObject()) {
            throw new BadRow(path + " must be an object with role and content, is " + kindOf(message));
        }
        try {
            String role = text(message, "role");
            if (!ROLES.contains(role)) {
                throw new BadRow("role must be system, user or assistant, is " + shown(role));
            }
            return new Message(role, text(message, "content"));
        } catch (BadRow e) {
            throw new BadRow(path + ": " + e.reason());
        }
    }

    private static String kindOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> node.isEmpty() ? "an empty list" : "a list";
            case STRING, BINARY -> "text";
            case NUMBER -> "the number " + shown(node.asText());
            case BOOLEAN -> node.asText();
            case NULL, MISSING -> "null";
        };
    }

    private static String fields(JsonNode row) {
        List<String> names = new ArrayList<>();
        row.fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? "no field" : shown(String.join(", ", names));
    }

    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
