package io.graft.engine.jinja;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Names and what they stand for at a place of a template. Loops, macros and some blocks have scopes of their own:
/// what they set is gone after them.
final class Scope {

    private static final int DEEPEST = 200;

    private final @Nullable Scope outer;
    private final Map<String, Object> values = new HashMap<>();
    private final Calls calls;

    /// Macros that call each other at the moment, anywhere in the template.
    private static final class Calls {
        private int depth;
    }

    private Scope(@Nullable Scope outer, Calls calls) {
        this.outer = outer;
        this.calls = calls;
    }

    static Scope of(Map<String, Object> values) {
        Scope scope = new Scope(null, new Calls());
        scope.values.putAll(values);
        return scope;
    }

    Scope inner() {
        return new Scope(this, calls);
    }

    /// The result of a call.
    ///
    /// @throws TemplateException if too many calls wait for each other
    String called(Supplier<String> call) {
        if (calls.depth == DEEPEST) {
            throw new TemplateException("maximum recursion depth exceeded");
        }
        calls.depth++;
        String result = call.get();
        calls.depth--;
        return result;
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
