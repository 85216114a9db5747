package io.graft.localstack.postgres;

import io.graft.localstack.binaries.PostgresPrograms;
import io.graft.localstack.binaries.Versions;
import io.graft.localstack.process.CannotStart;
import io.graft.localstack.process.Folders;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.Probe;
import io.graft.localstack.process.ProcessFailed;
import io.graft.localstack.process.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A PostgreSQL cluster on this machine: how to prepare its folder, start it, find it again and stop it.
public final class PostgresServer {

    public static final String NAME = "postgres";

    private static final System.Logger LOG = System.getLogger(PostgresServer.class.getName());
    private static final Duration INITDB_PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=150",
            "shared_buffers=48MB",
            "max_wal_size=256MB",
            "io_method=sync",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_line_prefix=%m [%p] ");

    private final PostgresPrograms programs;
    private final Path folder;
    private final Path log;
    private final int port;
    private final Durability durability;
    private final Privileges privileges = Privileges.here();

    /// @param folder holds the cluster and the password of its user
    /// @param log receives the server's output
    public PostgresServer(PostgresPrograms programs, Path folder, Path log, int port, Durability durability) {
        this.programs = programs;
        this.folder = folder.toAbsolutePath();
        this.log = log.toAbsolutePath();
        this.port = port;
        this.durability = durability;
    }

    public int port() {
        return port;
    }

    public Credentials credentials() {
        return Credentials.in(folder.resolve("password"));
    }

    public Databases databases() {
        return new Databases(port, credentials());
    }

    /// Makes the cluster the first time, and clears away what a killed server left. Only while no server runs on
    /// it.
    public void prepare() {
        if (!Files.exists(data().resolve("PG_VERSION"))) {
            initialise();
        }
        requireSameMajorVersion();
        new Leftovers(data()).clear();
    }

    public Launch launch() {
        List<String> arguments = new ArrayList<>(List.of("-D", data().toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        durability.settings().forEach(setting -> arguments.addAll(List.of("-c", setting)));
        return launch(programs.postgres(), arguments);
    }

    public Probe probe() {
        return () -> databases().reachable();
    }

    /// The server that holds the cluster, going by the lock file that it keeps there.
    public Optional<LiveProcess> running() {
        return LockFile.of(data()).flatMap(LockFile::holder);
    }

    /// Stops the server as soon as its running statements are rolled back. Quiet where none runs.
    public void stop(LiveProcess server) {
        if (!server.isAlive()) {
            return;
        }
        try {
            Processes.run(pgCtlStop(), STOP_PATIENCE.plusSeconds(5));
            server.awaitEnd(Duration.ofSeconds(5));
        } catch (ProcessFailed e) {
            // It does not follow orders any more. What is committed is in its log and recovered at the next start.
            LOG.log(System.Logger.Level.WARNING, "PostgreSQL does not stop and is killed", e);
            server.kill();
        }
    }

    private Launch pgCtlStop() {
        String seconds = Long.toString(STOP_PATIENCE.toSeconds());
        List<String> arguments = List.of("stop", "-s", "-m", "fast", "-w", "-t", seconds, "-D", data().toString());
        return launch(programs.pgCtl(), arguments);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private void initialise() {
        Path draft = folder.resolve("data.initialising");
        Folders.delete(draft);
        Folders.make(draft);
        Credentials credentials = credentials();
        privileges.own(folder);
        List<String> arguments = new ArrayList<>(durability.initdbOptions());
        arguments.addAll(
                List.of("-D", draft.toString(), "-U", credentials.user(), "--pwfile=" + folder.resolve("password")));
        arguments.addAll(List.of("-A", "scram-sha-256", "-E", "UTF8"));
        arguments.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        Processes.run(launch(programs.initdb(), arguments), INITDB_PATIENCE);
        try {
            Files.move(draft, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot rename " + draft + " to " + data(), e);
        }
    }

    private void requireSameMajorVersion() {
        String programsMajor = Versions.carried().postgres().replaceFirst("\\..*", "");
        try {
            String dataMajor = Files.readString(data().resolve("PG_VERSION")).strip();
            if (!dataMajor.equals(programsMajor)) {
                throw new CannotStart("the data in " + data() + " is from PostgreSQL " + dataMajor
                        + " and this Graft carries " + programsMajor
                        + ": dump it with the older Graft, or delete the folder to start afresh");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the version of " + data(), e);
        }
    }

    private Launch launch(Path program, List<String> arguments) {
        List<String> command = new ArrayList<>(privileges.prefix());
        command.add(program.toString());
        command.addAll(arguments);
        return new Launch(NAME, command, Map.of("LC_ALL", "C"), folder, log, port);
    }
}
