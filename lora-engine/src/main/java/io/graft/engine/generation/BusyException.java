package io.graft.engine.generation;

/// As many requests wait as may wait.
public final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BusyException(int waiting) {
        super(waiting + " requests wait already, no more may");
    }
}
