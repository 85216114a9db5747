package io.graft.engine.hub;

import java.io.IOException;

/// The hub, or the cache below it, cannot give a model, and trying again changes nothing. The message says what to do.
public final class HubException extends IOException {

    private static final long serialVersionUID = 1L;

    /// What callers may want to tell apart.
    public enum Reason {
        /// No repository of that name, or a private one that the token may not see.
        REPOSITORY_NOT_FOUND,
        REVISION_NOT_FOUND,
        FILE_NOT_FOUND,
        /// Its authors want to be asked for access first.
        GATED,
        /// The hub wants a token and there is none.
        TOKEN_MISSING,
        /// The hub does not take the token.
        TOKEN_REFUSED,
        /// Offline mode, and the cache lacks something.
        NOT_CACHED,
        /// No answer, however often it was tried.
        UNREACHABLE,
        /// What arrived is not what the hub said it would send.
        CORRUPT,
        /// An answer that breaks the hub's own rules or names files that must not be.
        BAD_ANSWER,
        /// Larger than the limit.
        TOO_LARGE,
        /// The cache folder cannot be written: disk full, no permission.
        CACHE
    }

    private final Reason reason;

    public HubException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public HubException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
