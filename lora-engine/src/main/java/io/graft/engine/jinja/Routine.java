package io.graft.engine.jinja;

import java.util.List;
import java.util.Map;

/// A method, filter or test: it has parameters of known names, and a value that it belongs to.
record Routine(String name, List<String> parameters, Body body) {

    /// What it does.
    @FunctionalInterface
    interface Body {

        Object apply(Object value, Given given);
    }

    Object apply(Object value, Arguments arguments) {
        return body.apply(value, arguments.bind(name, parameters));
    }

    /// @param parameters with spaces between them
    static void add(Map<String, Routine> table, String name, String parameters, Body body) {
        List<String> names = parameters.isEmpty() ? List.of() : List.of(parameters.split(" ", -1));
        table.put(name, new Routine(name, names, body));
    }
}
