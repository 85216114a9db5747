package io.graft.localstack.postgres;

import io.graft.localstack.process.LiveProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a killed server leaves in the way of the next: its lock file, which blocks when the process id has gone to
/// another program, and its children, which hold the shared memory until they notice.
record Leftovers(Path data) {

    private static final Duration NOTICE = Duration.ofSeconds(5);

    void clear() {
        for (LiveProcess child : children()) {
            if (!child.awaitEnd(NOTICE)) {
                child.end(NOTICE);
            }
        }
        try {
            Files.deleteIfExists(LockFile.in(data));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete the stale lock file " + LockFile.in(data), e);
        }
    }

    /// Processes of a server run in its data folder. Where the system does not tell, there are none to be seen and
    /// the next server says so itself if they do not end in time.
    private List<LiveProcess> children() {
        Path processes = Path.of("/proc");
        if (!Files.isDirectory(processes)) {
            return List.of();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> runsIn(processes.resolve(Long.toString(process.pid()))))
                .flatMap(process -> LiveProcess.of(process.pid()).stream())
                .toList();
    }

    private boolean runsIn(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(data.toRealPath());
        } catch (IOException e) {
            // Another user's process, or one that just ended.
            return false;
        }
    }
}
