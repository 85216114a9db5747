package io.graft.engine.kernel;

/// Whether a result replaces what is there or is added to it.
public enum Sum {
    SET,
    ADD
}
