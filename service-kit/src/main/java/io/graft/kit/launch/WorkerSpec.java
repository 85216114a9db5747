package io.graft.kit.launch;

import io.graft.contracts.worker.WorkerJob;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A worker to be started.
///
/// @param attempt from 1; a later attempt finds the earlier one's checkpoint in the run's folder
/// @param token   what the worker shows when it reports; given by environment alone
/// @param heapMb  upper limit of its heap; 0 for the configured default
public record WorkerSpec(
        UUID runId,
        WorkerJob job,
        int attempt,
        String token,
        @Nullable String traceparent,
        int heapMb) {}
