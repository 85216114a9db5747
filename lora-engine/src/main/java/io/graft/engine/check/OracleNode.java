package io.graft.engine.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value in a JSON file of recorded results; errors name the file and where in it something is missing or wrong.
///
/// @param place path of fields from the root, empty for the root
record OracleNode(Path file, String place, JsonNode node) {

    static OracleNode read(Path file) throws IOException {
        return new OracleNode(file, "", JsonFiles.read(file));
    }

    /// A field that must be there.
    OracleNode at(String field) throws IOException {
        return find(field).orElseThrow(() -> new MalformedFileException(file, child(field) + " is missing"));
    }

    /// A field that is there and not null.
    Optional<OracleNode> find(String field) {
        return node.hasNonNull(field)
                ? Optional.of(new OracleNode(file, child(field), node.path(field)))
                : Optional.empty();
    }

    private String child(String field) {
        return place.isEmpty() ? field : place + "." + field;
    }

    /// The elements of an array.
    List<OracleNode> items() throws IOException {
        require(node.isArray(), "an array");
        List<OracleNode> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(new OracleNode(file, place + "[" + i + "]", node.path(i)));
        }
        return items;
    }

    int integer() throws IOException {
        require(node.isIntegralNumber(), "a whole number");
        return node.asInt();
    }

    double number() throws IOException {
        require(node.isNumber(), "a number");
        return node.asDouble();
    }

    boolean flag() throws IOException {
        require(node.isBoolean(), "true or false");
        return node.asBoolean();
    }

    String text() throws IOException {
        require(node.isTextual(), "a text");
        return node.asText();
    }

    int[] integers() throws IOException {
        List<OracleNode> items = items();
        int[] values = new int[items.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = items.get(i).integer();
        }
        return values;
    }

    double[] numbers() throws IOException {
        List<OracleNode> items = items();
        double[] values = new double[items.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = items.get(i).number();
        }
        return values;
    }

    List<String> texts() throws IOException {
        List<String> values = new ArrayList<>();
        for (OracleNode item : items()) {
            values.add(item.text());
        }
        return values;
    }

    private void require(boolean right, String kind) throws IOException {
        if (!right) {
            throw wrong("must be " + kind + ", is " + node);
        }
    }

    MalformedFileException wrong(String problem) {
        return new MalformedFileException(file, (place.isEmpty() ? "" : place + ": ") + problem);
    }
}
