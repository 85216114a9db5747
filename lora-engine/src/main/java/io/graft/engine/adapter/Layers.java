package io.graft.engine.adapter;

import java.util.List;
import java.util.regex.Matcher;

/// Which decoder layers are adapted where modules are chosen by the ends of their names: PEFT's
/// `layers_to_transform` and `layers_pattern`.
///
/// @param indexes  from 0; none means all
/// @param patterns names of the list that holds the layers, as regular expressions; none means any list
public record Layers(List<Integer> indexes, List<String> patterns) {

    /// All layers.
    public static final Layers ALL = new Layers(List.of(), List.of());

    public Layers {
        indexes = List.copyOf(indexes);
        patterns = List.copyOf(patterns);
        for (int index : indexes) {
            if (index < 0) {
                throw new IllegalArgumentException("layers_to_transform must hold numbers from 0, holds " + index);
            }
        }
        if (indexes.isEmpty() && !patterns.isEmpty()) {
            throw new IllegalArgumentException("layers_pattern needs layers_to_transform");
        }
        patterns.forEach(pattern -> PythonPattern.compile(expression(pattern)));
    }

    /// Some layers.
    public static Layers of(Integer... indexes) {
        return new Layers(List.of(indexes), List.of());
    }

    /// Whether a module lies in one of the layers.
    boolean contain(String name) {
        if (indexes.isEmpty()) {
            return true;
        }
        if (patterns.isEmpty()) {
            return indexMatches(PythonPattern.compile(".*?\\.[^.]*\\.(\\d+)\\.").matcher(name));
        }
        // the first pattern that fits decides
        for (String pattern : patterns) {
            Matcher matcher = PythonPattern.compile(expression(pattern)).matcher(name);
            if (matcher.lookingAt()) {
                return indexMatches(matcher);
            }
        }
        return false;
    }

    private boolean indexMatches(Matcher matcher) {
        return matcher.lookingAt() && indexes.contains(Integer.valueOf(matcher.group(matcher.groupCount())));
    }

    private static String expression(String pattern) {
        return "(?:^|.*?\\.)" + pattern + "\\.(\\d+)\\.";
    }
}
