package io.graft.registry.model;

import io.graft.kit.problem.Problem;
import java.util.Set;
import java.util.regex.Pattern;

/// The name of a pointer at one version of a model. It starts with a letter, so it is never mistaken for a version,
/// and it is none of the words that follow a model in a path.
public record AliasName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Set<String> RESERVED =
            Set.of("versions", "aliases", "lineage", "metrics", "gates", "retention", "latest");

    /// The version that serves.
    public static final AliasName CHAMPION = new AliasName("champion");

    /// The version that is being rolled out to replace it.
    public static final AliasName CHALLENGER = new AliasName("challenger");

    public AliasName {
        if (!FORM.matcher(value).matches()) {
            throw Problem.Invalid.of("alias", "must be 1 to 63 of a-z, 0-9 and -, a letter first, is '" + value + "'");
        }
        if (RESERVED.contains(value)) {
            throw Problem.Invalid.of("alias", "must not be '" + value + "', which has a meaning of its own");
        }
    }

    /// Whether a path segment that stands for a version names an alias instead of a number.
    public static boolean looksLikeOne(String segment) {
        return FORM.matcher(segment).matches() && !RESERVED.contains(segment);
    }

    @Override
    public String toString() {
        return value;
    }
}
