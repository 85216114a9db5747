package io.graft.engine.jinja;

/// Python's `None`, so that no value is null here.
enum None {
    NONE
}
