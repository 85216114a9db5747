package io.graft.engine.jinja;

import java.io.Serial;

/// A template is not written as Jinja demands, or cannot be rendered with the variables that it was given.
public final class TemplateException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int line; // 0 where it is not known yet

    TemplateException(String message) {
        this(0, message);
    }

    TemplateException(int line, String message) {
        super(message);
        this.line = line;
    }

    /// The same with a line, if it has none.
    TemplateException at(int place) {
        if (line > 0) {
            return this;
        }
        TemplateException placed = new TemplateException(place, String.valueOf(getMessage()));
        placed.initCause(this);
        return placed;
    }

    /// Of the template, from 1.
    public int line() {
        return line;
    }
}
