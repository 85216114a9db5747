package io.graft.training.dataset;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.training.TrainingApi.QualityReport;
import io.graft.training.dataset.CanonicalFile.Written;
import io.graft.training.dataset.Row.Labelled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns uploaded files into canonical train and test rows and a quality report. It streams: memory holds
/// one row, and 16 bytes for each distinct one. One object per import.
final class DatasetImport {

    private final Upload upload;
    private final Limits limits;
    private final Path folder;
    private final Rejections rejections = new Rejections();
    private final LengthCounts lengths = new LengthCounts();
    private final LabelCounts labels = new LabelCounts();
    private final Set<TextKey> testInputs = new HashSet<>();
    private final Set<TextKey> trainIdentities = new HashSet<>();
    private long rows;
    private long duplicates;
    private long leaks;
    private @Nullable RowKind kind;

    /// What was uploaded.
    ///
    /// @param test      held-out rows in a file of their own
    /// @param testSplit share of the distinct rows to hold out instead, 0 for none
    record Upload(UploadedFile train, Optional<UploadedFile> test, double testSplit, LabelNames labelNames) {}

    record UploadedFile(Path path, Format format) {}

    /// What became of it: files in the folder of the import, not yet uploaded.
    record Imported(RowKind kind, Written train, Optional<Written> test, QualityReport quality) {

        /// The first 12 hexadecimal digits of the digest over both files' digests.
        String version() {
            MessageDigest digest = CanonicalFile.sha256();
            String both = train.file().digest() + "\n"
                    + test.map(file -> file.file().digest()).orElse("");
            return HexFormat.of()
                    .formatHex(digest.digest(both.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, 12);
        }
    }

    /// @param folder an empty folder for its files, which the caller removes
    DatasetImport(Upload upload, Limits limits, Path folder) {
        this.upload = upload;
        this.limits = limits;
        this.folder = folder;
    }

    /// @throws Refused if there are too many bad rows, or no good one
    Imported run() throws IOException, Refused {
        Optional<Written> test = upload.test.isPresent() ? Optional.of(readTest(upload.test.get())) : Optional.empty();
        Written distinct = readTrain();
        requireEnoughGoodRows(distinct.rows());
        Set<TextKey> heldOut = TestSplit.choose(trainInputs(distinct), upload.testSplit);
        Written train = write("train.jsonl", distinct, heldOut, Side.TRAIN);
        if (!heldOut.isEmpty()) {
            test = Optional.of(write("test.jsonl", distinct, heldOut, Side.TEST));
        }
        Files.delete(distinct.path());
        if (kind == null) {
            throw new IllegalStateException("an import with good rows has a kind");
        }
        return new Imported(kind, train, test, report(train, test));
    }

    private Written readTest(UploadedFile file) throws IOException, Refused {
        CanonicalFile out = new CanonicalFile(folder.resolve("test.jsonl"));
        try (out) {
            read("test", file, row -> {
                testInputs.add(TextKey.of(row.input()));
                out.write(row);
            });
        }
        return out.written();
    }

    private Written readTrain() throws IOException, Refused {
        CanonicalFile out = new CanonicalFile(folder.resolve("distinct.jsonl"));
        try (out) {
            read("train", upload.train, row -> {
                if (testInputs.contains(TextKey.of(row.input()))) {
                    leaks++;
                } else if (!trainIdentities.add(TextKey.of(row.identity()))) {
                    duplicates++;
                } else {
                    out.write(row);
                }
            });
        }
        return out.written();
    }

    private interface RowSink {
        void accept(Row row) throws IOException;
    }

    private void read(String name, UploadedFile file, RowSink sink) throws IOException, Refused {
        try (InputStream in = Files.newInputStream(file.path)) {
            RowSource source = open(name, file.format, in);
            while (source.next()) {
                requireRoom(name, source.line());
                try {
                    sink.accept(upload.labelNames.rename(sameKind(source.row())));
                } catch (BadRow e) {
                    rejections.add(name, source.line(), e);
                }
            }
        }
    }

    private RowSource open(String name, Format format, InputStream in) throws IOException, Refused {
        try {
            return switch (format) {
                case jsonl -> new JsonLines(in, limits.rowBytes());
                case csv -> new CsvRows(in, limits.rowBytes());
                case parquet -> throw new IllegalStateException("parquet is refused before the import begins");
            };
        } catch (BadRow e) {
            throw new Refused(name + ":1", e.reason());
        }
    }

    private void requireRoom(String name, long line) throws Refused {
        if (++rows > limits.rows()) {
            throw new Refused(name + ":" + line, "more than " + limits.rows() + " rows");
        }
    }

    /// The first good row says what the data set is.
    private Row sameKind(Row row) throws BadRow {
        if (kind == null) {
            kind = row.kind();
        }
        if (row.kind() != kind) {
            throw new BadRow("is " + row.kind() + ", the rows before are " + kind);
        }
        return row;
    }

    private void requireEnoughGoodRows(long good) throws Refused {
        boolean tooMany = rejections.count() > limits.rejectedShare() * rows;
        if (good > 0 && !tooMany) {
            return;
        }
        List<FieldError> errors = new ArrayList<>();
        errors.add(new FieldError("file", sentence(good)));
        rejections.first().stream()
                .map(row -> new FieldError(row.file() + ":" + row.line(), row.reason()))
                .forEach(errors::add);
        throw new Refused(errors);
    }

    private String sentence(long good) {
        if (good > 0) {
            return rejections.count() + " of " + rows + " rows are bad; at most "
                    + Math.round(limits.rejectedShare() * 100) + " % may be";
        }
        return "no row is left to train on: " + rows + " rows read, " + rejections.count() + " bad, " + duplicates
                + " duplicates, " + leaks + " of them in the test file too";
    }

    private List<TextKey> trainInputs(Written distinct) throws IOException {
        if (upload.testSplit == 0) {
            return List.of();
        }
        List<TextKey> inputs = new ArrayList<>();
        forEach(distinct, row -> inputs.add(TextKey.of(row.input())));
        return inputs;
    }

    private enum Side {
        TRAIN,
        TEST
    }

    private Written write(String name, Written distinct, Set<TextKey> heldOut, Side side) throws IOException, Refused {
        CanonicalFile out = new CanonicalFile(folder.resolve(name));
        try (out) {
            forEach(distinct, row -> {
                if (heldOut.contains(TextKey.of(row.input())) == (side == Side.TEST)) {
                    out.write(row);
                    count(row, side);
                }
            });
        }
        requireFewLabels();
        return out.written();
    }

    private void count(Row row, Side side) {
        if (side == Side.TEST) {
            return;
        }
        lengths.add(row.input());
        if (row instanceof Labelled labelled && labels.different() <= limits.labels()) {
            labels.add(labelled.label());
        }
    }

    private void requireFewLabels() throws Refused {
        if (labels.different() > limits.labels()) {
            throw new Refused("file", "more than " + limits.labels() + " different labels");
        }
    }

    private void forEach(Written canonical, RowSink sink) throws IOException {
        try (InputStream in = Files.newInputStream(canonical.path())) {
            RowSource source = new JsonLines(in, Integer.MAX_VALUE);
            while (source.next()) {
                sink.accept(source.row());
            }
        } catch (BadRow e) {
            throw new IllegalStateException("a canonical row cannot be read: " + e.reason(), e);
        }
    }

    private QualityReport report(Written train, Optional<Written> test) {
        return new QualityReport(
                rows,
                train.rows(),
                test.map(Written::rows).orElse(0L),
                rejections.count(),
                rejections.first(),
                labels.counts(),
                labels.balance(),
                duplicates,
                leaks,
                lengths.summary());
    }
}
