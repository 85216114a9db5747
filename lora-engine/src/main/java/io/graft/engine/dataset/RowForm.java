package io.graft.engine.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.tokenizer.ChatMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The forms that rows come in; all rows of a data set have the same.
public enum RowForm {
    TEXT("text") {
        @Override
        Row read(JsonNode row) {
            return new Row.Text(text(row, "text"));
        }
    },
    PROMPT_COMPLETION("prompt_completion") {
        @Override
        Row read(JsonNode row) {
            if (row.path("prompt").isArray()) {
                return new Row.Turns(messages(row, "prompt"), messages(row, "completion"));
            }
            return new Row.PromptCompletion(text(row, "prompt"), text(row, "completion"));
        }
    },
    MESSAGES("messages") {
        @Override
        Row read(JsonNode row) {
            return new Row.Messages(messages(row, "messages"));
        }
    },
    LABELLED("labelled") {
        @Override
        Row read(JsonNode row) {
            return new Row.Labelled(text(row, "text"), text(row, "label"));
        }
    };

    private final String id;

    RowForm(String id) {
        this.id = id;
    }

    /// The row in a JSON object.
    ///
    /// @throws IllegalArgumentException naming the field that is wrong, what would be right, and what is
    ///         there
    abstract Row read(JsonNode row);

    /// The name in jobs and configurations: `prompt_completion`.
    public String id() {
        return id;
    }

    /// @throws IllegalArgumentException naming the known forms
    public static RowForm of(String id) {
        return Arrays.stream(values())
                .filter(form -> form.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the kind of a data set must be one of "
                        + Arrays.stream(values()).map(RowForm::id).collect(Collectors.joining(", ")) + ", is " + id));
    }

    /// The form that an object's fields belong to.
    ///
    /// @throws IllegalArgumentException if they belong to none
    static RowForm of(JsonNode row) {
        if (row.has("prompt")) {
            return PROMPT_COMPLETION;
        }
        if (row.has("messages")) {
            return MESSAGES;
        }
        if (row.has("text")) {
            return row.has("label") ? LABELLED : TEXT;
        }
        List<String> fields = new ArrayList<>();
        row.fieldNames().forEachRemaining(fields::add);
        throw new IllegalArgumentException("a row must have prompt and completion, messages, text, or text and label,"
                + " has " + (fields.isEmpty() ? "no field" : String.join(", ", fields)));
    }

    private static List<ChatMessage> messages(JsonNode row, String field) {
        JsonNode list = row.path(field);
        if (!list.isArray() || list.isEmpty()) {
            throw new IllegalArgumentException(
                    field + " must be a list of messages with role and content, is " + shown(list));
        }
        List<ChatMessage> messages = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String place = field + "[" + i + "].";
            JsonNode message = list.path(i);
            messages.add(new ChatMessage(text(message, place, "role"), text(message, place, "content")));
        }
        return messages;
    }

    private static String text(JsonNode row, String field) {
        return text(row, "", field);
    }

    private static String text(JsonNode node, String place, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(place + field + " must be text, is " + shown(value));
        }
        return whole(place + field, value.textValue());
    }

    /// JSON can write half of a character outside of the basic plane (`\\ud800`), which UTF-8, and so a tokenizer, has
    /// no form for.
    private static String whole(String field, String text) {
        boolean half = text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
        if (half) {
            throw new IllegalArgumentException(
                    field + " must be text, holds half of a surrogate pair (\\ud800 to \\udfff)");
        }
        return text;
    }

    private static String shown(JsonNode value) {
        if (value.isMissingNode()) {
            return "missing";
        }
        String json = value.toString();
        return json.length() <= 80 ? json : json.substring(0, 80) + "…";
    }
}
