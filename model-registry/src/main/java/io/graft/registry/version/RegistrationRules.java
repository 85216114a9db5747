package io.graft.registry.version;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.registry.RegistryApi.RegisterRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a registration must say. Pure: what the store holds is asked of a function.
final class RegistrationRules {

    private static final int MOST_FILES = 1_000;

    private final Function<String, OptionalLong> storedSize;
    private final List<FieldError> faults = new ArrayList<>();

    private RegistrationRules(Function<String, OptionalLong> storedSize) {
        this.storedSize = storedSize;
    }

    /// Every field at fault, but for name and version, which are types of their own.
    ///
    /// @param storedSize the bytes of a stored artifact by digest; empty where it is not there
    static List<FieldError> faults(RegisterRequest request, Function<String, OptionalLong> storedSize) {
        RegistrationRules rules = new RegistrationRules(storedSize);
        rules.baseModel(request.baseModel());
        rules.files(request.files());
        rules.metrics(request.metrics());
        rules.faults.addAll(WordRules.faults("tags", request.tags()));
        rules.faults.addAll(WordRules.faults("metadata", request.metadata()));
        rules.faults.addAll(WordRules.faults(request.description()));
        if (request.lineage() != null && request.lineage().testDigest() != null) {
            rules.stored("lineage.test_digest", request.lineage().testDigest());
        }
        return rules.faults;
    }

    private void baseModel(@Nullable String baseModel) {
        if (baseModel == null || baseModel.isBlank()) {
            fault("base_model", "is missing: the folder name of the base model, graft-tiny for instance");
        }
    }

    private void files(@Nullable List<ArtifactFile> files) {
        if (files == null || files.isEmpty()) {
            fault("files", "is empty: a version has at least one file");
            return;
        }
        if (files.size() > MOST_FILES) {
            fault("files", "must be at most " + MOST_FILES + ", are " + files.size());
            return;
        }
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < files.size(); i++) {
            file("files[" + i + "]", files.get(i), paths);
        }
    }

    private void file(String at, @Nullable ArtifactFile file, Set<String> paths) {
        if (file == null) {
            fault(at, "must not be null");
            return;
        }
        if (!paths.add(file.path())) {
            fault(at + ".path", "is there twice: " + file.path());
        }
        OptionalLong size = stored(at + ".digest", file.digest());
        if (size.isPresent() && size.getAsLong() != file.size()) {
            fault(at + ".size", file.digest() + " has " + size.getAsLong() + " bytes, not " + file.size());
        }
    }

    private OptionalLong stored(String field, String digest) {
        if (!ArtifactFile.isDigest(digest)) {
            fault(field, "must be sha256: and 64 lower-case hexadecimal digits, is '" + digest + "'");
            return OptionalLong.empty();
        }
        OptionalLong size = storedSize.apply(digest);
        if (size.isEmpty()) {
            fault(field, "no artifact " + digest + ": upload it first with POST /v1/registry/artifacts");
        }
        return size;
    }

    private void metrics(@Nullable Map<String, Double> metrics) {
        if (metrics != null) {
            metrics.forEach((name, value) -> {
                if (value == null || !Double.isFinite(value)) {
                    fault("metrics." + name, "must be a number, is " + value);
                }
            });
        }
    }

    private void fault(String field, String message) {
        faults.add(new FieldError(field, message));
    }
}
