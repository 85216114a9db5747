package io.graft.cli.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.engine.checkpoint.JsonProblem;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.dataset.Lines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question with given answers.
///
/// @param line   in its file, from 1
/// @param answer which choice is right, from 0, where that is known
record ChoiceRow(
        int line,
        String context,
        List<String> choices,
        @Nullable Integer answer) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// Reads JSONL; blank lines are skipped.
    static List<ChoiceRow> read(Path file) throws IOException {
        List<ChoiceRow> rows = new ArrayList<>();
        try (Lines lines = new Lines(file)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    rows.add(row(file, lines.number(), line));
                }
            }
        }
        if (rows.isEmpty()) {
            throw new MalformedFileException(file, "holds no row");
        }
        return rows;
    }

    private static ChoiceRow row(Path file, int number, String line) throws MalformedFileException {
        try {
            JsonNode row = JSON.readTree(line);
            JsonNode context = row.has("context") ? row.path("context") : row.path("prompt");
            require(context.isTextual(), "context (or prompt) must be a text", context);
            List<String> choices = choices(row.path("choices"));
            return new ChoiceRow(number, context.textValue(), choices, answer(row.path("answer"), choices));
        } catch (JsonProcessingException e) {
            throw new MalformedFileException(file, "line " + number + ": " + JsonProblem.of(e), e);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, "line " + number + ": " + e.getMessage(), e);
        }
    }

    private static List<String> choices(JsonNode node) {
        require(node.isArray() && !node.isEmpty(), "choices must be a list of at least one text", node);
        List<String> choices = new ArrayList<>();
        for (JsonNode choice : node) {
            require(choice.isTextual() && !choice.textValue().isEmpty(), "a choice must be a text", choice);
            choices.add(choice.textValue());
        }
        return List.copyOf(choices);
    }

    private static @Nullable Integer answer(JsonNode node, List<String> choices) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        int index = node.isIntegralNumber() ? node.asInt() : choices.indexOf(node.asText());
        require(index >= 0 && index < choices.size(), "answer must be an index or a text of choices", node);
        return index;
    }

    private static void require(boolean condition, String expected, JsonNode value) {
        if (!condition) {
            throw new IllegalArgumentException(
                    expected + ", is " + (value.isMissingNode() ? "missing" : value.toString()));
        }
    }
}
