package io.graft.localstack.postgres;

import com.sun.security.auth.module.UnixSystem;
import io.graft.localstack.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// PostgreSQL refuses to run as root. Where we are root its programs run without root's powers: in a user namespace
/// in which nobody is root (files keep their owner), or, where the kernel allows none, as the user `nobody`.
enum Privileges {
    /// We are an ordinary user.
    ORDINARY,
    /// A user namespace without any mapping.
    NAMESPACE,
    /// Another user, who has to own the data.
    NOBODY;

    private static final int NOBODY_ID = 65534;

    /// What goes before the command.
    List<String> prefix() {
        return switch (this) {
            case ORDINARY -> List.of();
            case NAMESPACE -> List.of("unshare", "-U");
            case NOBODY -> List.of("setpriv", "--reuid=" + NOBODY_ID, "--regid=" + NOBODY_ID, "--clear-groups");
        };
    }

    /// Finds out what this process may do.
    static Privileges here() {
        if (new UnixSystem().getUid() != 0) {
            return ORDINARY;
        }
        return Processes.output("unshare", "-U", "echo", "works").isEmpty() ? NOBODY : NAMESPACE;
    }

    /// Gives the folder and what is in it to the user that the programs run as.
    void own(Path folder) {
        if (this != NOBODY) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                Files.setAttribute(path, "unix:uid", NOBODY_ID);
                Files.setAttribute(path, "unix:gid", NOBODY_ID);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot give " + folder + " to the user that PostgreSQL runs as", e);
        }
    }
}
