package io.graft.engine.checkpoint;

import io.graft.engine.tensor.RowSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;

/// Little-endian numbers on their way to a channel.
public final class ElementSink {

    private static final int BUFFER = 1 << 16;

    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private long position;

    public ElementSink(WritableByteChannel channel) {
        this.channel = channel;
    }

    /// Bytes so far.
    public long position() {
        return position + buffer.position();
    }

    public void putInt(int value) throws IOException {
        reserve(Integer.BYTES);
        buffer.putInt(value);
    }

    public void putLong(long value) throws IOException {
        reserve(Long.BYTES);
        buffer.putLong(value);
    }

    public void putFloat(float value) throws IOException {
        reserve(Float.BYTES);
        buffer.putFloat(value);
    }

    public void put(ByteBuffer bytes) throws IOException {
        flush();
        while (bytes.hasRemaining()) {
            position += channel.write(bytes);
        }
    }

    /// Zeros up to a position that is a multiple of `alignment`.
    public void align(int alignment) throws IOException {
        while (position() % alignment != 0) {
            reserve(1);
            buffer.put((byte) 0);
        }
    }

    /// All elements of a tensor.
    ///
    /// @throws IOException naming the tensor and the element that its type cannot hold
    public void put(String name, OutputTensor tensor) throws IOException {
        RowSource values = tensor.values();
        float[] row = new float[values.columns()];
        for (int i = 0; i < values.rows(); i++) {
            try {
                values.copy(i, row, 0);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            for (int column = 0; column < row.length; column++) {
                if (!tensor.type().holds(row[column])) {
                    throw new IOException("tensor " + name + ": element [" + i + "][" + column + "] is " + row[column]
                            + ", which " + tensor.type() + " cannot hold");
                }
                reserve(tensor.type().bytes());
                tensor.type().write(row[column], buffer);
            }
        }
    }

    private void reserve(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
    }

    /// Sends what is still buffered.
    public void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            position += channel.write(buffer);
        }
        buffer.clear();
    }
}
