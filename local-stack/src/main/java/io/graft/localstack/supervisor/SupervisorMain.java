package io.graft.localstack.supervisor;

import io.graft.localstack.component.Stack;
import io.graft.localstack.http.Answer;
import io.graft.localstack.http.LoopbackServer;
import io.graft.localstack.http.Route;
import io.graft.localstack.http.Route.Access;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.process.Folders;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.ProcessRecord;
import io.graft.localstack.process.Processes;
import io.graft.localstack.process.ResidentMemory;
import io.graft.localstack.process.RunFolder;
import io.graft.localstack.trace.TraceReceiver;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The long-running process that keeps the stack alive: `SupervisorMain <home> <repository>`. It ends when it is
/// told to over HTTP or by SIGTERM; killed, it leaves everything running for its successor to take over.
public final class SupervisorMain {

    /// How it ends.
    private enum End {
        /// And stops everything.
        STOP,
        /// And leaves everything running.
        LEAVE
    }

    private static final System.Logger LOG = System.getLogger(SupervisorMain.class.getName());

    private final StackLayout layout;
    private final Ports ports;
    private final CompletableFuture<End> end = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private SupervisorMain(StackLayout layout, Ports ports) {
        this.layout = layout;
        this.ports = ports;
    }

    /// Runs until it is told to end. Exits with status 3 when another supervisor looks after the same home.
    public static void main(String[] arguments) throws IOException {
        StackLayout layout = new StackLayout(Path.of(arguments[0]), Path.of(arguments[1]));
        Folders.make(layout.run());
        FileLock lock = lock(layout.run().resolve("supervisor.lock"));
        if (lock == null) {
            LOG.log(System.Logger.Level.INFO, "another supervisor looks after {0}", layout.home());
            System.exit(3);
        }
        new SupervisorMain(layout, Ports.of(layout, System.getenv())).run();
        System.exit(0);
    }

    /// Held until the process ends; null when another process holds it.
    private static @Nullable FileLock lock(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .tryLock();
    }

    private void run() throws IOException {
        RunFolder records = new RunFolder(layout.run());
        Stack stack = Stack.of(layout, ports);
        Supervisor supervisor = new Supervisor(
                () -> Stack.of(layout, ports).components(),
                new Processes(records),
                new RunFolder(layout.workerRecords()),
                Clock.systemUTC());
        try {
            End how = serve(supervisor, stack, records);
            LOG.log(System.Logger.Level.INFO, "the supervisor ends: {0}", how);
            if (how == End.STOP) {
                supervisor.stop();
            }
        } finally {
            records.forget(SupervisorProcess.NAME);
            ended.complete(null);
        }
    }

    /// Works until the end is asked for; spans that came in are written by then.
    private End serve(Supervisor supervisor, Stack stack, RunFolder records) throws IOException {
        String token = OwnerToken.of(layout).renew();
        try (TraceReceiver traces = TraceReceiver.start(stack.databases(), StackJson.mapper(), Clock.systemUTC());
                LoopbackServer server =
                        LoopbackServer.start(ports.of(Ports.SUPERVISOR), routes(supervisor, traces), token)) {
            supervisor.refresh();
            record(records, server.port());
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "stop-on-signal"));
            End how = end.join();
            supervisor.leave();
            return how;
        }
    }

    private void stopOnSignal() {
        end.complete(End.STOP);
        ended.join();
    }

    private List<Route> routes(Supervisor supervisor, TraceReceiver traces) {
        List<Route> routes = new ArrayList<>(traces.routes());
        routes.add(new Route("GET", "/status", Access.OPEN, request -> status(supervisor)));
        routes.add(new Route("POST", "/up", Access.OWNER, request -> {
            supervisor.refresh();
            return Answer.accepted();
        }));
        routes.add(new Route("POST", "/stop", Access.OWNER, request -> end(End.STOP)));
        routes.add(new Route("POST", "/leave", Access.OWNER, request -> end(End.LEAVE)));
        return routes;
    }

    private Answer status(Supervisor supervisor) {
        List<ProcessStatus> processes = new ArrayList<>(supervisor.status());
        processes.add(ownStatus(ports.of(Ports.SUPERVISOR)));
        return Answer.json(StackJson.mapper(), new StackStatus(true, processes));
    }

    private static ProcessStatus ownStatus(int port) {
        LiveProcess self = LiveProcess.self();
        return new ProcessStatus(
                SupervisorProcess.NAME,
                new ComponentState.Ready(self.started(), 0, Optional.empty()).word(),
                "",
                OptionalLong.of(self.pid()),
                port,
                Optional.of(self.started()),
                0,
                0,
                ResidentMemory.of(self.pid()));
    }

    private Answer end(End how) {
        end.complete(how);
        return Answer.accepted();
    }

    private void record(RunFolder records, int port) {
        LiveProcess self = LiveProcess.self();
        String fingerprint = System.getenv().getOrDefault(SupervisorProcess.FINGERPRINT, "");
        records.save(new ProcessRecord(SupervisorProcess.NAME, self.pid(), self.started(), fingerprint, port));
    }
}
