package io.graft.engine.checkpoint;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a safetensors file through a memory map. Everything is checked when it is opened, values when they are read.
public final class SafetensorsReader implements AutoCloseable {

    private static final long MAX_HEADER = 100_000_000;
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final Arena arena;
    private final SafetensorsHeader header;
    private final MemorySegment data;
    private final long dataBegin;

    private SafetensorsReader(Path file, Arena arena, MemorySegment bytes) throws IOException {
        this.file = file;
        this.arena = arena;
        if (bytes.byteSize() < 8) {
            throw new MalformedFileException(
                    file, "holds " + bytes.byteSize() + " bytes, a safetensors file at least 8");
        }
        long length = bytes.get(LENGTH, 0);
        if (length < 2 || length > Math.min(MAX_HEADER, bytes.byteSize() - 8)) {
            throw new MalformedFileException(
                    file,
                    "says that its header takes " + Long.toUnsignedString(length)
                            + " bytes, which must be at least 2, at most " + MAX_HEADER
                            + " and fit into the file, which has " + bytes.byteSize() + " bytes in all");
        }
        this.dataBegin = 8 + length;
        this.data = bytes.asSlice(dataBegin);
        this.header = SafetensorsHeader.parse(file, text(file, bytes.asSlice(8, length)), data.byteSize());
    }

    private static String text(Path file, MemorySegment bytes) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.asByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(file, "the header is not UTF-8 text", e);
        }
    }

    /// Maps the file and checks its header.
    ///
    /// @throws MalformedFileException if the header does not describe the file
    public static SafetensorsReader open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new MalformedFileException(file, "is a folder, must be a file");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new SafetensorsReader(file, arena, bytes);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    public Path file() {
        return file;
    }

    public Set<String> names() {
        return header.tensors().keySet();
    }

    public Map<String, String> metadata() {
        return header.metadata();
    }

    /// The sizes of a tensor's dimensions.
    public List<Long> shape(String name) throws IOException {
        return entry(name).shape();
    }

    /// The type of a tensor's elements.
    ///
    /// @throws MalformedFileException if it is missing or holds no floats
    public ElementType type(String name) throws IOException {
        TensorEntry entry = entry(name);
        if (!ElementType.names().contains(entry.type())) {
            throw wrong(name, "dtype must be one of " + ElementType.names() + ", is " + entry.type());
        }
        return ElementType.valueOf(entry.type());
    }

    /// Reads a tensor of the given shape and widens it to floats.
    ///
    /// @throws MalformedFileException if it is missing, has another shape, holds no floats, or a value is
    ///     not finite
    public float[] read(String name, long... shape) throws IOException {
        TensorEntry entry = floats(name, shape);
        if (entry.elements() > Integer.MAX_VALUE - 16) {
            throw wrong(name, "is too large for one array: " + entry.elements() + " elements");
        }
        return values(entry, ElementType.valueOf(entry.type()));
    }

    /// A matrix of the given shape, to be read row by row.
    ///
    /// @throws MalformedFileException if it is missing, has another shape, or holds no floats
    public StoredMatrix rows(String name, int rows, int columns) throws IOException {
        TensorEntry entry = floats(name, rows, columns);
        return new StoredMatrix(file, entry, ElementType.valueOf(entry.type()), dataBegin);
    }

    private TensorEntry floats(String name, long... shape) throws IOException {
        TensorEntry entry = entry(name);
        List<Long> expected = java.util.Arrays.stream(shape).boxed().toList();
        if (!entry.shape().equals(expected)) {
            throw wrong(name, "must have shape " + expected + ", has " + entry.shape());
        }
        type(name);
        return entry;
    }

    private float[] values(TensorEntry entry, ElementType type) throws IOException {
        MemorySegment bytes = data.asSlice(entry.begin(), entry.bytes());
        float[] values = new float[(int) entry.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(bytes, i);
            if (!Float.isFinite(values[i])) {
                throw wrong(entry.name(), "element " + i + " is " + values[i] + ", weights must be finite");
            }
        }
        return values;
    }

    private TensorEntry entry(String name) throws IOException {
        TensorEntry entry = header.tensors().get(name);
        if (entry == null) {
            throw wrong(name, "is missing");
        }
        return entry;
    }

    private MalformedFileException wrong(String tensor, String problem) {
        return new MalformedFileException(file, "tensor " + tensor + ": " + problem);
    }

    @Override
    public void close() {
        arena.close();
    }
}
