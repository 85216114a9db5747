package io.graft.engine.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// JSON files: read with errors that name file and line, written whole or not at all.
public final class JsonFiles {

    /// Tokenizers of the largest vocabularies take about 40 MB.
    private static final long LARGEST = 512 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonFiles() {}

    /// Reads a file that holds one JSON object and nothing else.
    ///
    /// @throws MalformedFileException if it holds something else
    public static JsonNode read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new MalformedFileException(file, "is a folder, must be a file");
        }
        if (Files.size(file) > LARGEST) {
            throw new MalformedFileException(
                    file, "takes " + Files.size(file) + " bytes, a JSON file at most " + LARGEST);
        }
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            if (!node.isObject()) {
                throw new MalformedFileException(file, "must hold a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new MalformedFileException(file, "line " + line + ": " + JsonProblem.of(e), e);
        } catch (CharConversionException e) {
            throw new MalformedFileException(file, "is not UTF-8 text: " + e.getMessage(), e);
        }
    }

    /// Writes an object, indented, replacing the file at once.
    public static void write(Path file, JsonNode node) throws IOException {
        byte[] text = JSON.writeValueAsBytes(node);
        AtomicFile.at(file).write(text.length, channel -> {
            ByteBuffer buffer = ByteBuffer.wrap(text);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        });
    }
}
