package io.graft.localstack.postgres;

import io.graft.localstack.process.LiveProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a server writes into `postmaster.pid`: its process id on the first line, the second it began on the third.
record LockFile(long pid, Instant started) {

    private static final String NAME = "postmaster.pid";

    static Path in(Path data) {
        return data.resolve(NAME);
    }

    static Optional<LockFile> of(Path data) {
        try {
            return parse(Files.readAllLines(in(data)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Half written: its server was killed while it started.
            return Optional.empty();
        }
    }

    static Optional<LockFile> parse(List<String> lines) {
        if (lines.size() < 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new LockFile(
                    Long.parseLong(lines.get(0).strip()),
                    Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// The server itself, unless it is gone and its process id is another's.
    Optional<LiveProcess> holder() {
        return LiveProcess.of(pid, started);
    }
}
