package io.graft.engine.jinja;

import java.util.HashMap;
import java.util.Map;

/// `namespace(…)`: the one thing that a template can change, for a loop to tell what comes after it.
final class Namespace {

    private final Map<String, Object> values;

    Namespace(Map<String, Object> values) {
        this.values = new HashMap<>(values);
    }

    Object get(String name) {
        Object value = values.get(name);
        return value == null ? new Undefined("'jinja2.utils.Namespace object' has no attribute '" + name + "'") : value;
    }

    void set(String name, Object value) {
        values.put(name, value);
    }
}
