package io.graft.kit.launch;

import java.time.Instant;

/// A started worker, told from any later process with the same number by its start.
public record WorkerHandle(long pid, Instant started) {}
