package io.graft.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Reads values by their names and remembers which names there are; a `null` counts as absent. Every error
/// names the field, what is right, and what is there.
final class Fields {

    private final JsonNode root;
    private final Set<String> known = new TreeSet<>();

    Fields(JsonNode root) {
        if (!root.isObject()) {
            throw new IllegalArgumentException("a training configuration must be an object of names and values, is "
                    + root.getNodeType().name().toLowerCase(Locale.ROOT));
        }
        this.root = root;
    }

    /// Refuses every name that nothing has asked for.
    void refuseUnknown() {
        root.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        name + " is not a known setting; did you mean " + Nearest.of(name, known) + "?");
            }
        });
    }

    private Optional<JsonNode> value(String name) {
        known.add(name);
        JsonNode value = root.path(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private Optional<JsonNode> value(String name, String right, Predicate<JsonNode> isRight) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !isRight.test(value.get())) {
            throw wrong(name, right, value.get());
        }
        return value;
    }

    OptionalDouble number(String name) {
        Optional<JsonNode> value = value(name, "a number", JsonNode::isNumber);
        return value.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(value.get().doubleValue());
    }

    OptionalInt integer(String name) {
        Optional<JsonNode> value = value(name, "a whole number", Fields::isInteger);
        return value.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(value.get().intValue());
    }

    Optional<Long> longInteger(String name) {
        return value(name, "a whole number", node -> node.isIntegralNumber() && node.canConvertToLong())
                .map(JsonNode::longValue);
    }

    Optional<Boolean> flag(String name) {
        return value(name, "true or false", JsonNode::isBoolean).map(JsonNode::booleanValue);
    }

    /// One of some words; `true` and `false` may be among them.
    <T> Optional<T> choice(String name, Map<String, T> words) {
        String right = String.join(" or ", new TreeSet<>(words.keySet()));
        return value(name, right, node -> node.isValueNode() && words.containsKey(node.asText()))
                .flatMap(node -> Optional.ofNullable(words.get(node.asText())));
    }

    /// Whether a text alone is there, not a list of them.
    boolean isText(String name) {
        return value(name).map(JsonNode::isTextual).orElse(false);
    }

    /// A text, or a list of texts.
    Optional<List<String>> texts(String name) {
        return value(name, "text or a list of texts", node -> all(node, JsonNode::isTextual))
                .map(node -> items(node).stream().map(JsonNode::textValue).toList());
    }

    /// A whole number, or a list of whole numbers.
    Optional<List<Integer>> integers(String name) {
        return value(name, "a whole number or a list of whole numbers", node -> all(node, Fields::isInteger))
                .map(node -> items(node).stream().map(JsonNode::intValue).toList());
    }

    /// Numbers by names.
    Optional<Map<String, Double>> numbers(String name) {
        return value(name, "an object of names and numbers", node -> node.isObject() && all(node, JsonNode::isNumber))
                .map(node -> {
                    Map<String, Double> numbers = new LinkedHashMap<>();
                    node.properties()
                            .forEach(entry ->
                                    numbers.put(entry.getKey(), entry.getValue().doubleValue()));
                    return numbers;
                });
    }

    private static boolean isInteger(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt();
    }

    private static boolean all(JsonNode node, Predicate<JsonNode> test) {
        return items(node).stream().allMatch(test);
    }

    private static List<JsonNode> items(JsonNode node) {
        if (node.isValueNode()) {
            return List.of(node);
        }
        List<JsonNode> items = new ArrayList<>();
        node.forEach(items::add);
        return items;
    }

    private static IllegalArgumentException wrong(String name, String right, JsonNode value) {
        return new IllegalArgumentException(name + " must be " + right + ", is " + value);
    }
}
