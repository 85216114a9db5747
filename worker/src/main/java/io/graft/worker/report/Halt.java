package io.graft.worker.report;

/// Why the work is to end early.
public enum Halt {
    /// Nothing is to end.
    NONE,
    /// The service asked for it: report `cancelled`.
    COMMAND,
    /// The operating system asked this process to end. Nothing is reported: the service decides what that
    /// means.
    SIGNAL,
    /// Another worker has taken over, or the run has ended otherwise. Nothing more is reported or uploaded.
    SUPERSEDED;

    /// The graver one: who was superseded has nothing more to say.
    Halt or(Halt other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
