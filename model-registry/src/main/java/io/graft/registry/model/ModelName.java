package io.graft.registry.model;

import io.graft.kit.problem.Problem;
import java.util.Set;
import java.util.regex.Pattern;

/// A model's name: it becomes part of URLs, Kubernetes names and adapter names, so it is a DNS label (RFC 1035,
/// with a digit allowed in front).
public record ModelName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Set<String> RESERVED = Set.of("compare");

    public ModelName {
        if (!FORM.matcher(value).matches() || RESERVED.contains(value)) {
            throw new IllegalArgumentException(reason(value));
        }
    }

    /// @param field what the caller named the field, for the answer when the name is wrong
    public static ModelName of(String field, String value) {
        if (value == null || !FORM.matcher(value).matches() || RESERVED.contains(value)) {
            throw Problem.Invalid.of(field, reason(value));
        }
        return new ModelName(value);
    }

    private static String reason(String value) {
        if (value == null) {
            return "is missing; 1 to 63 of a-z, 0-9 and - are needed";
        }
        return RESERVED.contains(value)
                ? "must not be '" + value + "', which is the name of an action"
                : "must be 1 to 63 of a-z, 0-9 and -, with a letter or digit at both ends, is '" + value + "'";
    }

    @Override
    public String toString() {
        return value;
    }
}
