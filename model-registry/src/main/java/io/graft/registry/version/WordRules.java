package io.graft.registry.version;

import io.graft.contracts.ProblemDetail.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What people write on a version: description, tags, metadata.
final class WordRules {

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]{0,99}");
    private static final int MOST = 100;
    private static final int LONGEST_VALUE = 5_000;
    private static final int LONGEST_DESCRIPTION = 20_000;

    private WordRules() {}

    /// @param field `tags` or `metadata`
    static List<FieldError> faults(String field, @Nullable Map<String, ? extends @Nullable String> words) {
        List<FieldError> faults = new ArrayList<>();
        if (words == null) {
            return faults;
        }
        if (words.size() > MOST) {
            faults.add(new FieldError(field, "must have at most " + MOST + " entries, has " + words.size()));
        }
        words.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                faults.add(new FieldError(
                        field, "a key is 1 to 100 of letters, digits, _ . / and -, this is '" + key + "'"));
            }
            if (value != null && value.length() > LONGEST_VALUE) {
                faults.add(new FieldError(
                        field + "." + key,
                        "must have at most " + LONGEST_VALUE + " characters, has " + value.length()));
            }
        });
        return faults;
    }

    static List<FieldError> faults(@Nullable String description) {
        return description == null || description.length() <= LONGEST_DESCRIPTION
                ? List.of()
                : List.of(new FieldError(
                        "description",
                        "must have at most " + LONGEST_DESCRIPTION + " characters, has " + description.length()));
    }

    /// What is there with the changes applied; the value null takes a key away.
    static Map<String, String> merge(
            Map<String, String> present, @Nullable Map<String, ? extends @Nullable String> changes) {
        Map<String, String> merged = new TreeMap<>(present);
        if (changes != null) {
            changes.forEach((key, value) -> {
                if (value == null) {
                    merged.remove(key);
                } else {
                    merged.put(key, value);
                }
            });
        }
        return Map.copyOf(merged);
    }
}
