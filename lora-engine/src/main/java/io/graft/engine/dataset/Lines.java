package io.graft.engine.dataset;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The lines of a UTF-8 file, one by one, each checked for its length and its encoding.
public final class Lines implements AutoCloseable {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final int limit;
    private final InputStream in;
    private int number;

    /// With the limit of [RowLimits#DEFAULT].
    public Lines(Path file) throws IOException {
        this(file, RowLimits.DEFAULT.lineBytes());
    }

    Lines(Path file, int limit) throws IOException {
        this.file = file;
        this.limit = limit;
        this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /// The number of the last line, from 1.
    public int number() {
        return number;
    }

    /// The next line without its end, or null after the last one.
    ///
    /// @throws MalformedRowException if it is too long or not UTF-8
    @Nullable
    public String next() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        int value = in.read();
        if (value < 0) {
            return null;
        }
        number++;
        for (; value >= 0 && value != '\n'; value = in.read()) {
            if (bytes.size() == limit) {
                throw new MalformedRowException(file, number, "a line must have at most " + limit + " bytes, has more");
            }
            bytes.write(value);
        }
        return withoutMarks(decode(bytes.toByteArray()));
    }

    private String decode(byte[] bytes) throws MalformedRowException {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(input).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedRowException(file, number, "byte " + input.position() + " of the line is not UTF-8");
        }
    }

    private String withoutMarks(String line) {
        String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
