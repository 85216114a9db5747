package io.graft.training.dataset;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// JSON Lines: an object a line.
final class JsonLines implements RowSource {

    private final RecordSplitter records;
    private @Nullable String text;
    private @Nullable BadRow bad;

    JsonLines(InputStream in, int maxBytes) {
        this.records = new RecordSplitter(in, RecordSplitter.Quoting.NONE, maxBytes);
    }

    @Override
    public boolean next() throws IOException {
        while (records.next()) {
            read();
            if (text == null || !text.isBlank()) {
                return true;
            }
        }
        return false;
    }

    private void read() {
        text = null;
        bad = null;
        try {
            text = records.text();
        } catch (BadRow e) {
            bad = e;
        }
    }

    @Override
    public long line() {
        return records.line();
    }

    @Override
    public Row row() throws BadRow {
        if (bad != null) {
            throw bad;
        }
        if (text == null) {
            throw new IllegalStateException("row() before next()");
        }
        return RowParser.parse(text);
    }
}
