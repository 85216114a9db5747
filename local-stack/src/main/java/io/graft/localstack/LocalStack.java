package io.graft.localstack;

import io.graft.localstack.component.Component;
import io.graft.localstack.component.ServiceDefinition;
import io.graft.localstack.component.ServicePackage;
import io.graft.localstack.component.Stack;
import io.graft.localstack.component.Warming;
import io.graft.localstack.doctor.Check;
import io.graft.localstack.doctor.Doctor;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.process.Folders;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.LogFile;
import io.graft.localstack.process.ProcessFailed;
import io.graft.localstack.process.RunFolder;
import io.graft.localstack.supervisor.PortConflict;
import io.graft.localstack.supervisor.PortConflicts;
import io.graft.localstack.supervisor.ProcessStatus;
import io.graft.localstack.supervisor.Recorded;
import io.graft.localstack.supervisor.Shutdown;
import io.graft.localstack.supervisor.StackStatus;
import io.graft.localstack.supervisor.SupervisorClient;
import io.graft.localstack.supervisor.SupervisorProcess;
import io.graft.localstack.trace.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The stack on this machine, as the `graft` command uses it: Kafka, PostgreSQL and the services as processes at
/// 127.0.0.1, kept alive by a supervisor, everything below one folder.
public final class LocalStack {

    private static final Duration SUPERVISOR_PATIENCE = Duration.ofMinutes(1);
    private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final int LOG_LINES = 15;

    private final StackLayout layout;
    private final Ports ports;
    private final SupervisorProcess supervisor;

    public LocalStack(StackLayout layout, Ports ports) {
        this.layout = layout;
        this.ports = ports;
        this.supervisor = new SupervisorProcess(layout, ports);
    }

    /// The stack of a repository, placed as the environment says (`GRAFT_HOME`, `GRAFT_PORT_<NAME>`).
    public static LocalStack of(Path repository, Map<String, String> environment) {
        StackLayout layout = StackLayout.of(repository, environment);
        return new LocalStack(layout, Ports.of(layout, environment));
    }

    public StackLayout layout() {
        return layout;
    }

    public Ports ports() {
        return ports;
    }

    /// The names of everything that has a log: the supervisor, Kafka, PostgreSQL and the services.
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(Ports.POSTGRES, Ports.KAFKA));
        ServiceDefinition.all().forEach(service -> names.add(service.name()));
        names.add(Ports.SUPERVISOR);
        return names;
    }

    /// The services whose packages the build has not made.
    public List<String> notBuilt() {
        return ServiceDefinition.all().stream()
                .map(ServiceDefinition::name)
                .filter(name -> !ServicePackage.of(layout.repository(), name).isBuilt())
                .toList();
    }

    /// Starts what is missing and returns when everything is ready; quick and harmless when it is already.
    ///
    /// @param progress is shown the status again and again while things start
    /// @throws StackFailed when a port is taken, or something does not get ready in time or keeps ending
    public StackStatus up(Consumer<StackStatus> progress, Duration patience) {
        requirePorts();
        ensureCurrentSupervisor();
        requireClient().refresh();
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            StackStatus status = status();
            progress.accept(status);
            if (status.isReady()) {
                return status;
            }
            status.trouble().ifPresent(this::fail);
            if (System.nanoTime() > deadline) {
                status.processes().stream()
                        .filter(process -> !process.isReady())
                        .findFirst()
                        .ifPresent(this::fail);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /// Stops everything, the services first and PostgreSQL last; works without a living supervisor too.
    ///
    /// @param progress is told the names of what had to be stopped without the supervisor
    public void down(Consumer<String> progress) {
        Optional<LiveProcess> running = supervisor.running();
        running.ifPresent(process -> {
            supervisor.client().ifPresentOrElse(SupervisorClient::stop, () -> process.end(STOP_PATIENCE));
            if (!process.awaitEnd(STOP_PATIENCE)) {
                process.kill();
            }
        });
        if (!layout.run().toFile().isDirectory()) {
            return;
        }
        shutdown().run(progress);
    }

    /// How everything is. Without a supervisor the answer comes from the records of what was started.
    public StackStatus status() {
        return supervisor
                .client()
                .flatMap(SupervisorClient::status)
                .orElseGet(() -> Recorded.status(new RunFolder(layout.run())));
    }

    /// Starts the supervisor again if it died while it should be alive; it takes over what runs. Costs next to
    /// nothing otherwise. Does nothing when the stack is down.
    public void ensureSupervised() {
        boolean orphaned = supervisor.running().isEmpty()
                && !new RunFolder(layout.run()).all().isEmpty();
        if (orphaned) {
            startSupervisor();
        }
    }

    /// Stops everything and deletes what it has written, except for caches and unpacked programs.
    public void reset(Consumer<String> progress) {
        down(progress);
        for (Path folder : List.of(layout.data(), layout.workers(), layout.run(), layout.logs())) {
            Folders.delete(folder);
        }
    }

    /// Makes the caches that let services start fast and that are missing or belong to an older build, in a stack
    /// of its own beside the real one; takes minutes after a build and next to nothing otherwise. Returns the names
    /// of what got one.
    public List<String> warm(Consumer<String> progress) {
        return Warming.run(layout, progress);
    }

    /// Looks for what would keep the stack from running.
    public List<Check> doctor() {
        return new Doctor(layout, ports).examine();
    }

    public LogFile log(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("there is no log of " + name + ", only of " + names());
        }
        return new LogFile(layout.log(name));
    }

    /// The spans of a trace; none for a trace that nobody has heard of.
    public List<Span> trace(String traceId) throws IOException {
        return requireClient().trace(traceId);
    }

    /// The traces with a span that has the attribute, such as `graft.run_id`; latest first.
    public List<String> tracesWith(String attribute, String value) throws IOException {
        return requireClient().tracesWith(attribute, value);
    }

    private void requirePorts() {
        List<PortConflict> conflicts =
                PortConflicts.of(layout, ports, Stack.of(layout, ports).components());
        Optional<String> neighbour = PortConflicts.otherStack(conflicts);
        if (neighbour.isPresent()) {
            throw new StackFailed("another Graft stack runs on this machine, of " + neighbour.get()
                    + ", and holds the ports "
                    + conflicts.stream().map(PortConflict::port).toList()
                    + "; stop it (graft down with GRAFT_HOME=" + neighbour.get()
                    + "), or give this one other ports in " + layout.settings());
        }
        if (!conflicts.isEmpty()) {
            throw new StackFailed(conflicts.stream().map(PortConflict::message).collect(Collectors.joining("\n")));
        }
    }

    private void ensureCurrentSupervisor() {
        Optional<LiveProcess> running = supervisor.running();
        if (running.isPresent() && !supervisor.isOutdated()) {
            return;
        }
        running.ifPresent(outdated -> {
            requireClient().leave();
            outdated.awaitEnd(SUPERVISOR_PATIENCE);
        });
        startSupervisor();
    }

    private void startSupervisor() {
        LiveProcess started = supervisor.start();
        long deadline = System.nanoTime() + SUPERVISOR_PATIENCE.toNanos();
        while (supervisor.client().flatMap(SupervisorClient::status).isEmpty()) {
            // One that ends has left the place to another that was started at the same moment, or it failed.
            boolean alone = !started.isAlive() && supervisor.running().isEmpty();
            if (alone || System.nanoTime() > deadline) {
                throw new ProcessFailed("the supervisor did not start", log(Ports.SUPERVISOR));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private SupervisorClient requireClient() {
        return supervisor
                .client()
                .orElseThrow(() -> new StackFailed("the stack is down: no supervisor runs for " + layout.home()));
    }

    private void fail(ProcessStatus process) {
        List<String> tail = log(process.name()).tail(LOG_LINES);
        String end = tail.isEmpty() ? "" : "\nthe end of its log:\n  " + String.join("\n  ", tail);
        throw new StackFailed(process.name() + " is not ready (" + process.state() + "): " + process.detail()
                + "\nall of its log: " + layout.log(process.name()) + end);
    }

    private Shutdown shutdown() {
        List<Component> components = Stack.of(layout, ports).components();
        return new Shutdown(components, new RunFolder(layout.run()), new RunFolder(layout.workerRecords()));
    }
}
