package io.graft.engine.adapter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Ranks and alphas of single modules that differ from the rest: PEFT's `rank_pattern` and `alpha_pattern`.
///
/// A key is a regular expression for a module's full name or its end from a dot on; the first key that fits decides.
///
/// @param ranks  by expression, in the order in which they are tried
/// @param alphas likewise
public record Patterns(Map<String, Integer> ranks, Map<String, Double> alphas) {

    /// The same rank and alpha everywhere.
    public static final Patterns NONE = new Patterns(Map.of(), Map.of());

    public Patterns {
        ranks = Collections.unmodifiableMap(new LinkedHashMap<>(ranks));
        alphas = Collections.unmodifiableMap(new LinkedHashMap<>(alphas));
        ranks.forEach((key, rank) -> {
            check("rank_pattern", key);
            LoraConfig.requireRank("rank_pattern of " + key, rank);
        });
        alphas.forEach((key, alpha) -> {
            check("alpha_pattern", key);
            LoraConfig.requireAlpha("alpha_pattern of " + key, alpha);
        });
    }

    private static void check(String field, String key) {
        try {
            PythonPattern.compile(key);
            PythonPattern.compile(expression(key));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }

    int rank(String name, int otherwise) {
        return firstOf(ranks, name, otherwise);
    }

    double alpha(String name, double otherwise) {
        return firstOf(alphas, name, otherwise);
    }

    private static <T> T firstOf(Map<String, T> patterns, String name, T otherwise) {
        for (Map.Entry<String, T> pattern : patterns.entrySet()) {
            if (PythonPattern.compile(expression(pattern.getKey()))
                    .matcher(name)
                    .lookingAt()) {
                return pattern.getValue();
            }
        }
        return otherwise;
    }

    private static String expression(String key) {
        return "(.*\\.)?(" + key + ")$";
    }
}
