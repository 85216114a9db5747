package io.graft.engine.jinja;

import java.util.List;

/// Python's tuple.
///
/// @param names by which its values are members too; empty for most
record Tuple(List<Object> values, List<String> names) implements Group {

    Tuple {
        values = List.copyOf(values);
        names = List.copyOf(names);
    }

    static Tuple of(Object... values) {
        return new Tuple(List.of(values), List.of());
    }

    static Tuple of(List<Object> values) {
        return new Tuple(values, List.of());
    }
}
