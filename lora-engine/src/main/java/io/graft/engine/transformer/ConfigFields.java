package io.graft.engine.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.kernel.Activation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

    /// The same fields, and those of `defaults` that are not there. A field that is there as null stays null.
    ConfigFields withDefaults(JsonNode defaults) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        defaults.propertyStream().forEach(field -> merged.set(field.getKey(), field.getValue()));
        root.propertyStream().forEach(field -> merged.set(field.getKey(), field.getValue()));
        return new ConfigFields(file, merged);
    }

    ConfigFields withDefaults(ConfigFields defaults) {
        return withDefaults(defaults.root);
    }

    JsonNode node(String field) {
        return root.path(field);
    }

    boolean isEmpty() {
        return root.isEmpty();
    }

    /// Whether the field is there and not null.
    boolean has(String field) {
        return root.hasNonNull(field);
    }

    /// Whether the field is a number other than 0.
    boolean isNumber(String field) {
        return node(field).isNumber() && node(field).asDouble() != 0;
    }

    /// The fields of an object inside, none if it is missing or null.
    ///
    /// @throws MalformedFileException if it is something else
    ConfigFields inside(String field) throws MalformedFileException {
        if (has(field) && !node(field).isObject()) {
            throw wrong(field + " must be an object, is " + node(field));
        }
        return new ConfigFields(file, has(field) ? node(field) : JsonNodeFactory.instance.objectNode());
    }

    int positive(String field) throws MalformedFileException {
        return atLeast(field, 1);
    }

    int atLeast(String field, int least) throws MalformedFileException {
        JsonNode value = node(field);
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < least) {
            throw wrong(field + " must be a whole number from " + least + ", is " + shown(value));
        }
        return value.asInt();
    }

    int between(String field, int least, int most) throws MalformedFileException {
        int value = atLeast(field, least);
        if (value > most) {
            throw wrong(field + " must be at most " + most + ", is " + value);
        }
        return value;
    }

    double number(String field) throws MalformedFileException {
        return positiveNumber(field, node(field));
    }

    /// A number greater than 0, or null if the field is null or missing.
    @Nullable
    Float numberOrNull(String field) throws MalformedFileException {
        return has(field) ? (float) number(field) : null;
    }

    /// A list of numbers greater than 0.
    List<Double> numbers(String field) throws MalformedFileException {
        if (!node(field).isArray()) {
            throw wrong(field + " must be a list of numbers, is " + shown(node(field)));
        }
        List<Double> numbers = new ArrayList<>();
        for (JsonNode value : node(field)) {
            numbers.add(positiveNumber(field, value));
        }
        return numbers;
    }

    private double positiveNumber(String field, JsonNode value) throws MalformedFileException {
        if (!value.isNumber() || !(value.asDouble() > 0) || Double.isInfinite(value.asDouble())) {
            throw wrong(field + " must be a number greater than 0, is " + shown(value));
        }
        return value.asDouble();
    }

    /// A list of whole numbers, or of truth values, which count as 1 and 0.
    int[] wholeNumbers(String field, int count) throws MalformedFileException {
        JsonNode list = node(field);
        int[] numbers = new int[count];
        if (!list.isArray() || list.size() != count) {
            throw wrong(field + " must hold " + count + " numbers, is " + shown(list));
        }
        for (int i = 0; i < count; i++) {
            JsonNode value = list.path(i);
            if (!value.isIntegralNumber() && !value.isBoolean()) {
                throw wrong(field + " must hold whole numbers, is " + shown(list));
            }
            numbers[i] = value.asInt();
        }
        return numbers;
    }

    String text(String field) throws MalformedFileException {
        JsonNode value = node(field);
        if (!value.isTextual()) {
            throw wrong(field + " must be a text, is " + shown(value));
        }
        return value.asText();
    }

    boolean flag(String field) throws MalformedFileException {
        JsonNode value = node(field);
        if (has(field) && !value.isBoolean()) {
            throw wrong(field + " must be true or false, is " + shown(value));
        }
        return value.asBoolean(false);
    }

    Activation activation(String field) throws MalformedFileException {
        return switch (text(field)) {
            case "silu", "swish" -> Activation.SILU;
            case "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_new", "gelu_accurate" -> Activation.GELU_TANH;
            default -> throw wrong(field + " must be silu or gelu_pytorch_tanh, is " + shown(node(field)));
        };
    }

    /// A whole number or a list of them; none if the field is null or missing.
    Set<Integer> wholeNumbers(String field) throws MalformedFileException {
        JsonNode value = node(field);
        Set<Integer> numbers = new LinkedHashSet<>();
        for (JsonNode number : value.isArray() ? value : List.of(value)) {
            if (has(field) && !(number.isIntegralNumber() && number.canConvertToInt())) {
                throw wrong(field + " must be a whole number or a list of them, is " + shown(value));
            }
            if (has(field)) {
                numbers.add(number.asInt());
            }
        }
        return numbers;
    }

    MalformedFileException wrong(@Nullable String problem) {
        return new MalformedFileException(file, String.valueOf(problem));
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "missing" : value.toString();
    }
}
