package io.graft.registry.model;

import io.graft.kit.problem.Problem;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `If-Match` header (RFC 9110, section 13.1.1): what the caller believes to be the present state.
public record IfMatch(@Nullable String header) {

    /// An entity tag of a number.
    public static String tag(long number) {
        return "\"" + number + "\"";
    }

    /// @param what    in words, for the answer
    /// @param present the present tag; empty where the thing does not exist
    /// @throws Problem.Stale where the caller believes something else
    public void check(String what, Optional<String> present) {
        if (header == null || present.filter(this::names).isPresent()) {
            return;
        }
        throw new Problem.Stale(present.map(tag -> what + " has ETag " + tag + ", If-Match says " + header)
                .orElse(what + " does not exist, If-Match says " + header));
    }

    private boolean names(String tag) {
        return header != null
                && (header.strip().equals("*")
                        || Arrays.stream(header.split(",")).map(String::strip).anyMatch(tag::equals));
    }
}
