package io.graft.engine.hub;

/// Hears how a download goes on, on the thread that downloads.
@FunctionalInterface
public interface DownloadListener {

    /// For callers that show no progress.
    DownloadListener SILENT = progress -> {};

    /// Called at the start and the end of every file and with every few megabytes.
    void progressed(DownloadProgress progress);
}
