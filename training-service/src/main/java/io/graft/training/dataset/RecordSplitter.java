package io.graft.training.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Cuts a stream into records: lines, or CSV records whose quoted fields may hold line ends. It works on
/// bytes, so one record that is too long or not UTF-8 spoils itself alone. Memory: one record.
final class RecordSplitter {

    /// Where a record ends.
    enum Quoting {
        /// At every line end.
        NONE,
        /// At a line end outside a field in double quotes.
        CSV
    }

    private enum Place {
        FIELD_START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    private final InputStream in;
    private final Quoting quoting;
    private final int maxBytes;
    private final ByteArrayOutputStream record = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[1 << 16];
    private int filled;
    private int at;
    private long line = 1;
    private long recordLine;
    private long recordBytes;

    RecordSplitter(InputStream in, Quoting quoting, int maxBytes) {
        this.in = in;
        this.quoting = quoting;
        this.maxBytes = maxBytes;
    }

    /// Goes to the next record.
    ///
    /// @return false at the end
    boolean next() throws IOException {
        record.reset();
        recordBytes = 0;
        recordLine = line;
        Place place = Place.FIELD_START;
        int b = read();
        if (b < 0) {
            return false;
        }
        while (b >= 0 && !(b == '\n' && place != Place.QUOTED)) {
            line += b == '\n' ? 1 : 0;
            keep(b);
            place = quoting == Quoting.CSV ? after(place, b) : Place.PLAIN;
            b = read();
        }
        line += b == '\n' ? 1 : 0;
        return true;
    }

    private static Place after(Place place, int b) {
        return switch (place) {
            case QUOTED -> b == '"' ? Place.QUOTE_IN_QUOTED : Place.QUOTED;
            case QUOTE_IN_QUOTED -> b == '"' ? Place.QUOTED : plain(b);
            case FIELD_START -> b == '"' ? Place.QUOTED : plain(b);
            case PLAIN -> plain(b);
        };
    }

    private static Place plain(int b) {
        return b == ',' ? Place.FIELD_START : Place.PLAIN;
    }

    private void keep(int b) {
        recordBytes++;
        if (recordBytes <= maxBytes) {
            record.write(b);
        }
    }

    private int read() throws IOException {
        if (at == filled) {
            filled = in.read(buffer);
            at = 0;
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
        }
        return buffer[at++] & 0xff;
    }

    /// The line at which the record begins, from 1.
    long line() {
        return recordLine;
    }

    /// The record without its line end, and without the byte order mark that may begin a file.
    ///
    /// @throws BadRow if it is too long or not UTF-8
    String text() throws BadRow {
        if (recordBytes > maxBytes) {
            throw new BadRow("is longer than " + maxBytes + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(record.toByteArray()))
                    .toString();
            String whole = recordLine == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
            return whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole;
        } catch (CharacterCodingException e) {
            throw new BadRow("is not UTF-8");
        }
    }
}
