package io.graft.training.run;

/// What the operating system says of a run's worker.
enum WorkerSighting {
    ALIVE,
    GONE,
    /// No process is known: this service died between starting the worker and writing it down.
    UNKNOWN
}
