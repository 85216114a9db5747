package io.graft.engine.training;

/// A training would not fit into memory; the message says how much it needs, how much there is, and what
/// would help.
public final class NotEnoughMemoryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    NotEnoughMemoryException(String message) {
        super(message);
    }
}
