package io.graft.engine.checkpoint;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes float matrices as a safetensors file, sorted by name, whole or not at all.
public final class SafetensorsWriter {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int BUFFER = 1 << 16;

    private final SortedMap<String, Matrix> tensors;
    private final Map<String, String> metadata;

    /// @param metadata kept in the header; readers that do not know the keys ignore them
    public SafetensorsWriter(Map<String, Matrix> tensors, Map<String, String> metadata) {
        this.tensors = new TreeMap<>(tensors);
        this.metadata = new TreeMap<>(metadata);
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
        for (Matrix tensor : tensors.values()) {
            bytes += 4L * tensor.rows() * tensor.columns();
        }
        file.write(bytes, channel -> {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(header.length);
            drain(buffer, channel);
            send(ByteBuffer.wrap(header), channel);
            for (Matrix tensor : tensors.values()) {
                put(tensor, buffer, channel);
            }
        });
    }

    private byte[] header() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode notes = root.putObject("__metadata__");
        metadata.forEach(notes::put);
        long begin = 0;
        for (Map.Entry<String, Matrix> tensor : tensors.entrySet()) {
            ObjectNode entry = root.putObject(tensor.getKey());
            entry.put("dtype", "F32");
            Matrix matrix = tensor.getValue();
            entry.putArray("shape").add(matrix.rows()).add(matrix.columns());
            long end = begin + 4L * matrix.rows() * matrix.columns();
            ArrayNode offsets = entry.putArray("data_offsets");
            offsets.add(begin).add(end);
            begin = end;
        }
        byte[] text = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void put(Matrix tensor, ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        for (int row = 0; row < tensor.rows(); row++) {
            for (int column = 0; column < tensor.columns(); column++) {
                if (buffer.remaining() < 4) {
                    drain(buffer, channel);
                }
                buffer.putFloat(tensor.get(row, column));
            }
        }
        drain(buffer, channel);
    }

    private static void drain(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        buffer.flip();
        send(buffer, channel);
        buffer.clear();
    }

    private static void send(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
