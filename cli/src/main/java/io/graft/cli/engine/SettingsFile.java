package io.graft.cli.engine;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.checkpoint.JsonProblem;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.settings.TrainingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A configuration file in YAML or JSON, and single settings over it.
final class SettingsFile {

    private static final YAMLMapper YAML = new YAMLMapper();

    private SettingsFile() {}

    /// @param file      no file: every setting has its default
    /// @param overrides values in YAML by name
    /// @param lora      the adapter's shape where nothing is said of it
    /// @throws IllegalArgumentException naming the file and the setting that is wrong
    static TrainingSettings read(@Nullable Path file, Map<String, String> overrides, LoraConfig lora)
            throws IOException {
        ObjectNode root = file == null ? YAML.createObjectNode() : object(Inputs.requireFile(file));
        for (Map.Entry<String, String> override : overrides.entrySet()) {
            root.set(override.getKey(), value(override));
        }
        try {
            return TrainingSettings.of(root, lora);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file == null ? e.getMessage() : file + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode value(Map.Entry<String, String> override) {
        try {
            return YAML.readTree(override.getValue());
        } catch (JacksonException e) {
            throw new IllegalArgumentException("--set " + override.getKey() + ": " + JsonProblem.of(e), e);
        }
    }

    private static ObjectNode object(Path file) throws IOException {
        ObjectMapper mapper = file.toString().endsWith(".json") ? new JsonMapper() : YAML;
        try {
            JsonNode root = mapper.readTree(Files.readAllBytes(file));
            if (root instanceof ObjectNode object) {
                return object;
            }
            throw new MalformedFileException(file, "must hold names and values");
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new MalformedFileException(file, "line " + line + ": " + JsonProblem.of(e), e);
        }
    }
}
