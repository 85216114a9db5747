package io.graft.engine.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Names and what they stand for at a place of a template. Loops, macros and some blocks have scopes of their own:
/// what they set is gone after them.
final class Scope {

    private static final int DEEPEST = 200;

    private final @Nullable Scope outer;
    private final Map<String, Object> values = new HashMap<>();
    private final int depth;

    private Scope(@Nullable Scope outer) {
        this.outer = outer;
        this.depth = outer == null ? 0 : outer.depth + 1;
    }

    static Scope of(Map<String, Object> values) {
        Scope scope = new Scope(null);
        scope.values.putAll(values);
        return scope;
    }

    /// @throws TemplateException if scopes are nested too deep
    Scope inner() {
        if (depth == DEEPEST) {
            throw new TemplateException("maximum recursion depth exceeded");
        }
        return new Scope(this);
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            Object value = scope.values.get(name);
            if (value != null) {
                return value;
            }
        }
        return Undefined.name(name);
    }

    void set(String name, Object value) {
        values.put(name, value);
    }
}
