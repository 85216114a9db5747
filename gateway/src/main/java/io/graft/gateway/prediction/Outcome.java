package io.graft.gateway.prediction;

import java.util.Locale;
import java.util.Optional;

/// How a request ended, and whose doing that was.
public enum Outcome {
    /// The version answered.
    ANSWERED,
    /// The version failed: the model server answered 5xx for it or broke off its stream.
    VERSION_ERROR,
    /// The model server was away, starting or busy, or has not loaded the version: nothing is known about the version.
    UNAVAILABLE,
    /// The request was wrong: the caller's doing.
    REJECTED,
    /// The caller left before the end.
    CANCELLED;

    /// As it stands in the log and in events.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The code of what went wrong, empty for an answer.
    Optional<String> error() {
        return this == ANSWERED ? Optional.empty() : Optional.of(code());
    }
}
