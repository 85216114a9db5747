package io.graft.engine.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.MalformedFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Fields of a configuration file; errors name the file, the field and its value.
final class ConfigFields {

    private final Path file;
    private final JsonNode root;

    ConfigFields(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    JsonNode node(String field) {
        return root.path(field);
    }

    boolean has(String field) {
        return root.hasNonNull(field);
    }

    /// The fields of an object inside.
    ConfigFields inside(String field) {
        return new ConfigFields(file, root.path(field));
    }

    int positive(String field) throws MalformedFileException {
        JsonNode value = node(field);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < 1) {
            throw wrong(field + " must be a whole number from 1, is " + shown(value));
        }
        return value.asInt();
    }

    double number(String field) throws MalformedFileException {
        JsonNode value = node(field);
        if (!value.isNumber() || !(value.asDouble() > 0)) {
            throw wrong(field + " must be a number greater than 0, is " + shown(value));
        }
        return value.asDouble();
    }

    String text(String field) throws MalformedFileException {
        JsonNode value = node(field);
        if (!value.isTextual()) {
            throw wrong(field + " must be a text, is " + shown(value));
        }
        return value.asText();
    }

    boolean flag(String field) {
        return node(field).asBoolean(false);
    }

    /// Fails if the field is there with another value.
    void require(String field, String supported) throws MalformedFileException {
        if (has(field) && !node(field).asText().equals(supported)) {
            throw wrong(field + " must be " + supported + ", is " + shown(node(field)));
        }
    }

    /// A number or a list of numbers.
    static Set<Integer> wholeNumbers(JsonNode value) {
        Set<Integer> numbers = new LinkedHashSet<>();
        if (value.isIntegralNumber()) {
            numbers.add(value.asInt());
        }
        value.forEach(element -> numbers.add(element.asInt()));
        return numbers;
    }

    MalformedFileException wrong(@Nullable String problem) {
        return new MalformedFileException(file, String.valueOf(problem));
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "missing" : value.toString();
    }
}
