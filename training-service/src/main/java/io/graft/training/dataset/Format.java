package io.graft.training.dataset;

import java.util.Locale;
import java.util.Optional;

/// How an uploaded file holds its rows.
enum Format {
    jsonl,
    csv,
    /// Recognised, so that it can be refused by name.
    parquet;

    static Optional<Format> named(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "jsonl", "ndjson" -> Optional.of(jsonl);
            case "csv" -> Optional.of(csv);
            case "parquet" -> Optional.of(parquet);
            default -> Optional.empty();
        };
    }

    /// What the end of a file's name says.
    static Optional<Format> ofFile(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? Optional.empty() : named(fileName.substring(dot + 1));
    }
}
