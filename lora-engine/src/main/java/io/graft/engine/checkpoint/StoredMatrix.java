package io.graft.engine.checkpoint;

import io.graft.engine.tensor.RowSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A matrix in a safetensors file, mapped into memory when its rows are read, so that only what was touched takes
/// memory. It may be read after the reader that made it is closed.
public final class StoredMatrix implements RowSource {

    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final TensorEntry entry;
    private final ElementType type;
    private final long begin; // first byte in the file
    private volatile @Nullable Mapping mapped;

    private record Mapping(MemorySegment bytes, Arena arena) {}

    /// @param dataBegin where the file's header ends
    StoredMatrix(Path file, TensorEntry entry, ElementType type, long dataBegin) {
        this.file = file;
        this.entry = entry;
        this.type = type;
        this.begin = dataBegin + entry.begin();
    }

    @Override
    public int rows() {
        return Math.toIntExact(entry.shape().get(0));
    }

    @Override
    public int columns() {
        return Math.toIntExact(entry.shape().get(1));
    }

    @Override
    public void copy(int row, float[] target, int at) {
        MemorySegment bytes = bytes();
        int columns = columns();
        long first = (long) row * columns;
        if (type == ElementType.F32) {
            MemorySegment.copy(bytes, FLOAT, first * 4, target, at, columns);
        } else {
            for (int column = 0; column < columns; column++) {
                target[at + column] = type.read(bytes, first + column);
            }
        }
        requireFinite(row, target, at);
    }

    @Override
    public boolean fitsBfloat16() {
        return type == ElementType.BF16;
    }

    private void requireFinite(int row, float[] values, int at) {
        float sum = 0;
        int columns = columns();
        for (int i = at; i < at + columns; i++) {
            sum += values[i] * 0f;
        }
        if (sum == 0) {
            return;
        }
        for (int column = 0; column < columns; column++) {
            if (!Float.isFinite(values[at + column])) {
                throw new UncheckedIOException(new MalformedFileException(
                        file,
                        "tensor " + entry.name() + ": element [" + row + "][" + column + "] is " + values[at + column]
                                + ", weights must be finite"));
            }
        }
    }

    private MemorySegment bytes() {
        Mapping mapping = mapped;
        return (mapping == null ? map() : mapping).bytes;
    }

    private synchronized Mapping map() {
        Mapping mapping = mapped;
        if (mapping == null) {
            Arena arena = Arena.ofShared();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                mapping = new Mapping(channel.map(FileChannel.MapMode.READ_ONLY, begin, entry.bytes(), arena), arena);
            } catch (IOException e) {
                arena.close();
                throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
            }
            mapped = mapping;
        }
        return mapping;
    }

    @Override
    public synchronized void release() {
        Mapping mapping = mapped;
        if (mapping != null) {
            mapped = null;
            mapping.arena.close();
        }
    }
}
