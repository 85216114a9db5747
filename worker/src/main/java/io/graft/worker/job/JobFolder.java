package io.graft.worker.job;

import io.graft.contracts.ContractJson;
import io.graft.contracts.worker.WorkerJob;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// The folder of one run: its job, its log, its checkpoints.
public record JobFolder(Path path) {

    private static final Duration LOOK = Duration.ofMillis(100);

    public WorkerJob job() throws IOException {
        return ContractJson.mapper().readValue(Files.readAllBytes(path.resolve("job.json")), WorkerJob.class);
    }

    /// Waits until no other worker is at work in the folder: one that was replaced ends at its next report.
    ///
    /// @param givenUp asked while waiting
    /// @return a lock that lasts as long as the process
    public FileLock lock(BooleanSupplier givenUp) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("worker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        while (true) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            if (givenUp.getAsBoolean()) {
                channel.close();
                throw new IOException("another worker is at work in " + path);
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another worker was at work", e);
        }
    }
}
