package io.graft.engine.hub;

/// Tells a listener about one file, but not about every packet.
final class Progress {

    private static final long STEP = 4 << 20;

    private final DownloadListener listener;
    private final RemoteFile file;
    private final long before;
    private final long total;
    private long told = -1;

    /// @param before bytes of the model before this file
    /// @param total  bytes of the model
    Progress(DownloadListener listener, RemoteFile file, long before, long total) {
        this.listener = listener;
        this.file = file;
        this.before = before;
        this.total = total;
    }

    /// @param bytes of the file that are here
    void arrived(long bytes) {
        if (bytes == told || (told >= 0 && bytes > told && bytes - told < STEP && bytes < file.size())) {
            return;
        }
        told = bytes;
        listener.progressed(new DownloadProgress(file.name(), bytes, file.size(), before + bytes, total));
    }
}
