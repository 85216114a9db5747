package io.graft.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/// A file that was read in full but does not hold what it should. The message names the file and what is wrong in it.
public final class MalformedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    public MalformedFileException(Path file, String problem) {
        super(file + ": " + problem);
    }

    public MalformedFileException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
