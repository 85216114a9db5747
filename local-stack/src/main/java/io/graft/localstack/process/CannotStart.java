package io.graft.localstack.process;

/// A process cannot be started until somebody has removed the reason: trying again is of no use.
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CannotStart(String reason) {
        super(reason);
    }
}
