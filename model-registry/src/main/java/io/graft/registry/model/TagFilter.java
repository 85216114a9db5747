package io.graft.registry.model;

import io.graft.kit.problem.Problem;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The query `tags=k:v,k2:v2`: all of them must be there.
public final class TagFilter {

    private TagFilter() {}

    public static Map<String, String> parse(@Nullable String query) {
        Map<String, String> tags = new TreeMap<>();
        if (query == null || query.isBlank()) {
            return tags;
        }
        for (String part : query.split(",", -1)) {
            int colon = part.indexOf(':');
            if (colon < 1) {
                throw Problem.Invalid.of("tags", "must be key:value,key:value, has '" + part + "'");
            }
            tags.put(part.substring(0, colon).strip(), part.substring(colon + 1).strip());
        }
        return tags;
    }
}
