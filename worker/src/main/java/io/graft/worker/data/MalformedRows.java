package io.graft.worker.data;

import java.io.IOException;
import java.nio.file.Path;

/// A file of rows cannot be read.
public final class MalformedRows extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedRows(Path file, int line, String reason) {
        super(file + ":" + line + ": " + reason);
    }
}
