package io.graft.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.graft.contracts.ContractJson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Prints results on standard output, in the form that was asked for.
public final class Printer {

    private static final int WIDEST = 60;

    private final PrintWriter out;
    private final Format format;

    public Printer(PrintWriter out, Format format) {
        this.out = out;
        this.format = format;
    }

    /// One thing: its fields as lines in a table.
    public void one(Object thing) {
        JsonNode node = ContractJson.mapper().valueToTree(thing);
        if (format == Format.table) {
            fields(node);
        } else {
            document(node);
        }
    }

    /// Several things.
    ///
    /// @param columns the fields to show in a table, `a.b` for a field within a field
    public void many(JsonNode things, String... columns) {
        if (format == Format.table) {
            table(things.isArray() ? things : things.path("items"), List.of(columns));
        } else {
            document(things);
        }
    }

    /// Plain text, whatever the form.
    public void text(String line) {
        out.println(line);
        out.flush();
    }

    private void document(JsonNode node) {
        try {
            out.print(format == Format.yaml ? yaml(node) : json(node));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result that cannot be printed: " + node, e);
        }
    }

    private static String json(JsonNode node) throws JsonProcessingException {
        return ContractJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(node) + System.lineSeparator();
    }

    private static String yaml(JsonNode node) throws JsonProcessingException {
        return YAMLMapper.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build()
                .writeValueAsString(node);
    }

    private void fields(JsonNode node) {
        int width = 0;
        for (var field : node.properties()) {
            width = Math.max(width, field.getKey().length());
        }
        for (var field : node.properties()) {
            out.println(pad(field.getKey(), width) + "  " + value(field.getValue()));
        }
        out.flush();
    }

    private void table(JsonNode rows, List<String> columns) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream()
                .map(column -> column.substring(column.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT))
                .toList());
        rows.forEach(row -> cells.add(
                columns.stream().map(column -> shorten(value(at(row, column)))).toList()));
        Columns.of(cells).forEach(out::println);
        out.flush();
    }

    private static JsonNode at(JsonNode row, String column) {
        JsonNode node = row;
        for (String step : column.split("\\.", -1)) {
            node = node.path(step);
        }
        return node;
    }

    private static String value(JsonNode node) {
        return switch (node) {
            case MissingNode _ -> "-";
            case JsonNode number
            when number.isFloatingPointNumber() -> String.format(Locale.ROOT, "%.4g", number.asDouble());
            case JsonNode plain when plain.isValueNode() -> plain.asText();
            default -> node.toString();
        };
    }

    private static String shorten(String text) {
        return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
