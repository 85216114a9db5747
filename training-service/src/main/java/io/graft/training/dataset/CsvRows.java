package io.graft.training.dataset;

import io.graft.training.dataset.Row.PromptCompletion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/// CSV with a header that names `text` and `label`, or `prompt` and `completion`; other columns are left
/// out.
final class CsvRows implements RowSource {

    private final RecordSplitter records;
    private final Header header;

    /// @param first  column of the text or prompt
    /// @param second column of the label or completion
    private record Header(RowKind kind, int columns, int first, int second) {}

    /// @throws BadRow if the header is wrong
    CsvRows(InputStream in, int maxBytes) throws IOException, BadRow {
        this.records = new RecordSplitter(in, RecordSplitter.Quoting.CSV, maxBytes);
        if (!records.next()) {
            throw new BadRow("is empty; a CSV file begins with a line that names its columns");
        }
        this.header = header(CsvFields.of(records.text()));
    }

    private static Header header(List<String> columns) throws BadRow {
        List<String> names = columns.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (names.contains("text") && names.contains("label")) {
            return new Header(RowKind.labelled, names.size(), names.indexOf("text"), names.indexOf("label"));
        }
        if (names.contains("prompt") && names.contains("completion")) {
            int prompt = names.indexOf("prompt");
            return new Header(RowKind.prompt_completion, names.size(), prompt, names.indexOf("completion"));
        }
        throw new BadRow("the first line must name the columns text and label, or prompt and completion; it names "
                + RowParser.shown(String.join(", ", names)));
    }

    @Override
    public boolean next() throws IOException {
        while (records.next()) {
            if (!blank()) {
                return true;
            }
        }
        return false;
    }

    private boolean blank() {
        try {
            return records.text().isBlank();
        } catch (BadRow e) {
            // Not readable is not blank: row() says why.
            return false;
        }
    }

    @Override
    public long line() {
        return records.line();
    }

    @Override
    public Row row() throws BadRow {
        List<String> fields = CsvFields.of(records.text());
        if (fields.size() != header.columns) {
            throw new BadRow("has " + fields.size() + " fields, the header has " + header.columns);
        }
        String first = fields.get(header.first);
        String second = fields.get(header.second);
        return header.kind == RowKind.labelled
                ? RowParser.labelled(RowParser.filled("text", first), RowParser.filled("label", second))
                : new PromptCompletion(RowParser.filled("prompt", first), RowParser.filled("completion", second));
    }
}
