package io.graft.engine.dataset;

import java.io.IOException;
import java.nio.file.Path;

/// A line of a data set is not a row, or cannot be learned from; the message names file, line and what
/// would be right.
public final class MalformedRowException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int line;

    MalformedRowException(Path file, int line, String reason) {
        super(file + ":" + line + ": " + reason);
        this.line = line;
    }

    /// The line, from 1.
    public int line() {
        return line;
    }
}
