package io.graft.engine.checkpoint;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes tensors as a safetensors file, whole or not at all: wider elements first, so that each tensor lies where
/// its elements may lie, and then by name.
public final class SafetensorsWriter {

    private static final JsonMapper JSON = new JsonMapper();

    private final List<Map.Entry<String, OutputTensor>> tensors;
    private final Map<String, String> metadata;

    private SafetensorsWriter(List<Map.Entry<String, OutputTensor>> tensors, Map<String, String> metadata) {
        this.tensors = tensors;
        this.metadata = new TreeMap<>(metadata);
    }

    /// Of matrices of 32-bit floats.
    ///
    /// @param metadata kept in the header; readers that do not know the keys ignore them
    public SafetensorsWriter(Map<String, Matrix> tensors, Map<String, String> metadata) {
        this(
                sorted(tensors.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> OutputTensor.matrix(e.getValue())))),
                metadata);
    }

    /// Of tensors of any shape and type.
    ///
    /// @param metadata kept in the header; readers that do not know the keys ignore them
    public static SafetensorsWriter of(Map<String, OutputTensor> tensors, Map<String, String> metadata) {
        return new SafetensorsWriter(sorted(tensors), metadata);
    }

    private static List<Map.Entry<String, OutputTensor>> sorted(Map<String, OutputTensor> tensors) {
        Comparator<Map.Entry<String, OutputTensor>> widestFirst =
                Comparator.comparingInt(e -> -e.getValue().type().bytes());
        return tensors.entrySet().stream()
                .sorted(widestFirst.thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    /// Replaces the file at once.
    ///
    /// @throws IOException with the file's name and the bytes needed, if it cannot be written in
    ///     full; what was there before is untouched
    public void write(Path file) throws IOException {
        write(AtomicFile.at(file));
    }

    void write(AtomicFile file) throws IOException {
        byte[] header = header();
        long bytes = 8L + header.length;
        for (Map.Entry<String, OutputTensor> tensor : tensors) {
            bytes += tensor.getValue().bytes();
        }
        file.write(bytes, channel -> {
            ElementSink sink = new ElementSink(channel);
            sink.putLong(header.length);
            sink.put(ByteBuffer.wrap(header));
            for (Map.Entry<String, OutputTensor> tensor : tensors) {
                sink.put(tensor.getKey(), tensor.getValue());
            }
            sink.flush();
        });
    }

    private byte[] header() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode notes = root.putObject("__metadata__");
        metadata.forEach(notes::put);
        long begin = 0;
        for (Map.Entry<String, OutputTensor> tensor : tensors) {
            ObjectNode entry = root.putObject(tensor.getKey());
            entry.put("dtype", tensor.getValue().type().name());
            ArrayNode shape = entry.putArray("shape");
            tensor.getValue().shape().forEach(shape::add);
            long end = begin + tensor.getValue().bytes();
            entry.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        byte[] text = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }
}
