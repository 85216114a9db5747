package io.graft.worker.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.engine.tokenizer.ChatMessage;
import io.graft.worker.data.TrainingRow.Labelled;
import io.graft.worker.data.TrainingRow.Messages;
import io.graft.worker.data.TrainingRow.PromptCompletion;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a file of canonical rows, as the import of a data set wrote it.
public final class Rows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Rows() {}

    /// @param kind `labelled`, `prompt_completion` or `messages`
    /// @throws MalformedRows naming the line
    public static List<TrainingRow> read(Path file, String kind) throws IOException {
        List<TrainingRow> rows = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(row(line, kind, file, rows.size() + 1));
            }
        }
        if (rows.isEmpty()) {
            throw new MalformedRows(file, 1, "there is no row");
        }
        return rows;
    }

    private static TrainingRow row(String line, String kind, Path file, int number) throws MalformedRows {
        try {
            JsonNode row = JSON.readTree(line);
            return switch (kind) {
                case "labelled" -> new Labelled(text(row, "text"), text(row, "label"));
                case "prompt_completion" -> new PromptCompletion(text(row, "prompt"), text(row, "completion"));
                case "messages" -> new Messages(messages(row));
                default -> throw new IllegalArgumentException("unknown kind of data set " + kind);
            };
        } catch (JacksonException | IllegalArgumentException e) {
            throw new MalformedRows(file, number, String.valueOf(e.getMessage()));
        }
    }

    private static List<ChatMessage> messages(JsonNode row) {
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : row.path("messages")) {
            messages.add(new ChatMessage(text(message, "role"), text(message, "content")));
        }
        if (messages.size() < 2) {
            throw new IllegalArgumentException("messages must be at least two");
        }
        return messages;
    }

    private static String text(JsonNode row, String field) {
        JsonNode value = row.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " must be text, is " + value);
        }
        return value.textValue();
    }
}
