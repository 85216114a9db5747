package io.graft.kit.launch;

import java.nio.file.Path;
import java.util.UUID;

/// Starts workers that live on when the service dies.
public interface WorkerLauncher {

    /// How to stop a worker: by asking, or at once.
    enum Stop {
        SOFT,
        HARD
    }

    WorkerHandle launch(WorkerSpec spec);

    boolean alive(WorkerHandle handle);

    void stop(WorkerHandle handle, Stop how);

    /// Where the worker's log is.
    Path log(UUID runId);
}
