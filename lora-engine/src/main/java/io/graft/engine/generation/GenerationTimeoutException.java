package io.graft.engine.generation;

import java.time.Duration;

/// A text was not finished in time.
public final class GenerationTimeoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GenerationTimeoutException(Duration timeout, int tokens) {
        super("the text was not finished within " + timeout + "; it had " + tokens + " tokens by then");
    }
}
