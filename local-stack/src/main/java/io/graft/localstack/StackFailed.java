package io.graft.localstack;

/// The stack did not become what was asked for. The message says what went wrong, where, and what to do about it.
public final class StackFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StackFailed(String message) {
        super(message);
    }
}
