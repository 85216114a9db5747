package io.graft.engine.jinja;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Names and what they stand for at a place of a template. Loops, macros and some blocks have scopes of their own:
/// what they set is gone after them.
final class Scope {

    private static final int DEEPEST = 200;

    /// Statements, turns of loops and, in parts of a text or a list, what is computed. The longest conversations take
    /// some hundred thousand.
    private static final long MOST_WORK = 20_000_000;

    private static final int MOST_ENTRIES = 1 << 20;

    private static final int CHARACTERS = 64; // that count as one piece of work
    private static final int ENTRIES = 8; // likewise

    private final @Nullable Scope outer;
    private final Map<String, Object> values = new HashMap<>();
    private final Rendering rendering;

    /// What one rendering of the template has come to, in all its scopes.
    private static final class Rendering {
        private int depth; // of macros that call each other at the moment
        private long work;
    }

    private Scope(@Nullable Scope outer, Rendering rendering) {
        this.outer = outer;
        this.rendering = rendering;
    }

    static Scope of(Map<String, Object> values) {
        Scope scope = new Scope(null, new Rendering());
        scope.values.putAll(values);
        return scope;
    }

    Scope inner() {
        return new Scope(this, rendering);
    }

    /// The result of a call.
    ///
    /// @throws TemplateException if too many calls wait for each other
    String called(Supplier<String> call) {
        if (rendering.depth == DEEPEST) {
            throw new TemplateException("maximum recursion depth exceeded");
        }
        rendering.depth++;
        String result = call.get();
        rendering.depth--;
        return result;
    }

    /// Counts what the template does, so that one that never ends is refused.
    void work(long pieces) {
        rendering.work += pieces;
        if (rendering.work > MOST_WORK) {
            throw new TemplateException("the template does not end: it has done more than " + MOST_WORK + " steps");
        }
    }

    /// A value that was computed.
    ///
    /// @throws TemplateException if it is too long, or the template computes too much
    Object computed(Object value) {
        if (value instanceof String text) {
            if (text.length() > Template.LONGEST) {
                throw new TemplateException("a text of more than " + Template.LONGEST + " characters is refused");
            }
            work(1 + text.length() / CHARACTERS);
        } else if (value instanceof Collection<?> entries) {
            if (entries.size() > MOST_ENTRIES) {
                throw new TemplateException("a list of more than " + MOST_ENTRIES + " entries is refused");
            }
            work(1 + entries.size() / ENTRIES);
        } else {
            work(1);
        }
        return value;
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
