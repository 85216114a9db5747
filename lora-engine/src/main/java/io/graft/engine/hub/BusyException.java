package io.graft.engine.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// The server answers that it cannot answer now: 408, 429 or 5xx.
final class BusyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    BusyException(int status, Optional<Duration> retryAfter) {
        super("the server answered " + status);
        this.retryAfter = retryAfter;
    }

    /// How long the server asks to stay away.
    Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
