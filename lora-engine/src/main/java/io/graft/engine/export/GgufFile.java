package io.graft.engine.export;

import io.graft.engine.checkpoint.AtomicFile;
import io.graft.engine.checkpoint.ElementSink;
import io.graft.engine.checkpoint.ElementType;
import io.graft.engine.checkpoint.OutputTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// Writes GGUF, version 3 (`docs/gguf.md` of ggml): metadata, a list of tensors, and their data, each aligned.
///
/// @param metadata texts, whole numbers and floats by key, in the order in which they are written
/// @param tensors  by name, in the order in which they are written
record GgufFile(Map<String, Object> metadata, Map<String, OutputTensor> tensors) {

    private static final int MAGIC = 0x46554747; // "GGUF"
    private static final int VERSION = 3;
    private static final int ALIGNMENT = 32;
    private static final int UINT32 = 4;
    private static final int FLOAT32 = 6;
    private static final int STRING = 8;

    /// @throws IOException if it cannot be written in full; what was there before is untouched
    void write(Path file) throws IOException {
        AtomicFile.at(file).write(dataBytes(), channel -> {
            ElementSink sink = new ElementSink(channel);
            writeHeader(sink);
            for (Map.Entry<String, OutputTensor> tensor : tensors.entrySet()) {
                sink.align(ALIGNMENT);
                sink.put(tensor.getKey(), tensor.getValue());
            }
            sink.align(ALIGNMENT);
            sink.flush();
        });
    }

    private long dataBytes() {
        return tensors.values().stream()
                .mapToLong(tensor -> aligned(tensor.bytes()))
                .sum();
    }

    private void writeHeader(ElementSink sink) throws IOException {
        sink.putInt(MAGIC);
        sink.putInt(VERSION);
        sink.putLong(tensors.size());
        sink.putLong(metadata.size());
        for (Map.Entry<String, Object> entry : metadata.entrySet()) {
            putText(sink, entry.getKey());
            putValue(sink, entry.getValue());
        }
        long offset = 0;
        for (Map.Entry<String, OutputTensor> tensor : tensors.entrySet()) {
            putText(sink, tensor.getKey());
            putDescription(sink, tensor.getValue(), offset);
            offset += aligned(tensor.getValue().bytes());
        }
    }

    /// Sizes of dimensions come fastest first.
    private static void putDescription(ElementSink sink, OutputTensor tensor, long offset) throws IOException {
        sink.putInt(tensor.shape().size());
        for (long size : tensor.shape().reversed()) {
            sink.putLong(size);
        }
        sink.putInt(code(tensor.type()));
        sink.putLong(offset);
    }

    /// The numbers of `ggml_type`.
    private static int code(ElementType type) {
        return switch (type) {
            case F32 -> 0;
            case F16 -> 1;
            case BF16 -> 30;
        };
    }

    private static void putValue(ElementSink sink, Object value) throws IOException {
        switch (value) {
            case String text -> {
                sink.putInt(STRING);
                putText(sink, text);
            }
            case Float number -> {
                sink.putInt(FLOAT32);
                sink.putFloat(number);
            }
            case Integer number -> {
                sink.putInt(UINT32);
                sink.putInt(number);
            }
            default -> throw new IllegalStateException("metadata holds texts and numbers, not " + value.getClass());
        }
    }

    private static void putText(ElementSink sink, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sink.putLong(bytes.length);
        sink.put(ByteBuffer.wrap(bytes));
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
