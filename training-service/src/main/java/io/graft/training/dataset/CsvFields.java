package io.graft.training.dataset;

import java.util.ArrayList;
import java.util.List;

/// The fields of one CSV record as RFC 4180 has them: commas between, double quotes around what holds
/// commas, quotes or line ends, and a quote inside quotes doubled.
final class CsvFields {

    private final String record;
    private int at;

    private CsvFields(String record) {
        this.record = record;
    }

    static List<String> of(String record) throws BadRow {
        CsvFields fields = new CsvFields(record);
        List<String> values = new ArrayList<>();
        values.add(fields.field());
        while (fields.at < record.length()) {
            fields.at++;
            values.add(fields.field());
        }
        return values;
    }

    /// Reads up to the comma that ends the field, or to the end.
    private String field() throws BadRow {
        return at < record.length() && record.charAt(at) == '"' ? quoted() : plain();
    }

    private String plain() {
        int comma = record.indexOf(',', at);
        int end = comma < 0 ? record.length() : comma;
        String value = record.substring(at, end);
        at = end;
        return value;
    }

    private String quoted() throws BadRow {
        StringBuilder value = new StringBuilder();
        at++;
        while (true) {
            int quote = record.indexOf('"', at);
            if (quote < 0) {
                throw new BadRow("has a quoted field without an end");
            }
            value.append(record, at, quote);
            at = quote + 1;
            if (at == record.length() || record.charAt(at) == ',') {
                return value.toString();
            }
            if (record.charAt(at) != '"') {
                throw new BadRow("has text after a quoted field at column " + (at + 1));
            }
            value.append('"');
            at++;
        }
    }
}
