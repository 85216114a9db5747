package io.graft.training.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.kit.problem.Problem;
import io.graft.training.dataset.DatasetImport.Upload;
import io.graft.training.dataset.DatasetImport.UploadedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The fields of an import as they were sent, and the rules that they keep.
///
/// @param format    absent: what the files' names say
/// @param testSplit a number as text
/// @param labelMap  JSON, new name to list of labels
record ImportForm(
        @Nullable String name,
        @Nullable SentFile file,
        @Nullable SentFile testFile,
        @Nullable String format,
        @Nullable String testSplit,
        @Nullable String labelMap) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final double MOST_HELD_OUT = 0.5;
    private static final TypeReference<Map<String, List<String>>> GROUPS = new TypeReference<>() {};

    /// @param name as the sender calls it
    record SentFile(String name, Path path) {}

    /// @throws Problem.Invalid     with every field at fault
    /// @throws Problem.Unsupported for a format that cannot be read yet
    Upload checked() {
        List<FieldError> errors = new ArrayList<>();
        if (name == null || !NAME.matcher(name).matches()) {
            errors.add(new FieldError(
                    "name",
                    "must be 1 to 100 letters, digits, '.', '_' or '-' and begin with a letter or digit, is "
                            + (name == null ? "absent" : name)));
        }
        if (file == null) {
            errors.add(new FieldError("file", "must be a file with the rows, is absent"));
        }
        Optional<UploadedFile> train = uploaded("file", file, errors);
        Optional<UploadedFile> test = uploaded("test_file", testFile, errors);
        double split = split(errors);
        if (split > 0 && test.isPresent()) {
            errors.add(new FieldError("test_split", "must be absent where test_file is given"));
        }
        LabelNames labelNames = labelNames(errors);
        if (!errors.isEmpty() || train.isEmpty()) {
            throw new Problem.Invalid(errors);
        }
        return new Upload(train.get(), test, split, labelNames);
    }

    private Optional<UploadedFile> uploaded(String field, @Nullable SentFile sent, List<FieldError> errors) {
        if (sent == null) {
            return Optional.empty();
        }
        Optional<Format> found = format == null ? Format.ofFile(sent.name()) : Format.named(format);
        if (found.isEmpty()) {
            errors.add(
                    format == null
                            ? new FieldError(
                                    field, "must end in .jsonl or .csv where format is absent, is " + sent.name())
                            : new FieldError("format", "must be jsonl or csv, is " + format));
            return Optional.empty();
        }
        if (found.get() == Format.parquet) {
            throw new Problem.Unsupported("Parquet files cannot be imported yet; send JSON Lines or CSV");
        }
        return Optional.of(new UploadedFile(sent.path(), found.get()));
    }

    private double split(List<FieldError> errors) {
        if (testSplit == null || testSplit.isBlank()) {
            return 0;
        }
        try {
            double share = Double.parseDouble(testSplit.strip());
            if (share >= 0 && share <= MOST_HELD_OUT) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Same message as for a number out of range.
        }
        errors.add(new FieldError("test_split", "must be a number from 0 to 0.5, is " + testSplit));
        return 0;
    }

    private LabelNames labelNames(List<FieldError> errors) {
        if (labelMap == null || labelMap.isBlank()) {
            return LabelNames.unchanged();
        }
        try {
            return LabelNames.of(new JsonMapper().readValue(labelMap, GROUPS));
        } catch (JsonProcessingException e) {
            errors.add(new FieldError(
                    "label_map", "must be JSON like {\"group\": [\"label\"]}: " + e.getOriginalMessage()));
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("label_map", String.valueOf(e.getMessage())));
        }
        return LabelNames.unchanged();
    }
}
