package io.graft.localstack.supervisor;

import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.process.Folders;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.ProcessRecord;
import io.graft.localstack.process.Processes;
import io.graft.localstack.process.RunFolder;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The process of the supervisor, seen from outside: where it is, and how to start it so that it outlives its
/// starter.
public final class SupervisorProcess {

    /// The name of its record, port and log.
    static final String NAME = Ports.SUPERVISOR;

    /// The variable by which it learns its own fingerprint.
    static final String FINGERPRINT = "GRAFT_SUPERVISOR_FINGERPRINT";

    private static final String LOG_FORMAT =
            "-Djava.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n";

    private final StackLayout layout;
    private final Ports ports;
    private final RunFolder records;

    public SupervisorProcess(StackLayout layout, Ports ports) {
        this.layout = layout;
        this.ports = ports;
        this.records = new RunFolder(layout.run());
    }

    public Optional<LiveProcess> running() {
        return records.live(NAME);
    }

    /// Whether the running supervisor is one that we would not start now: of another build or with other ports.
    public boolean isOutdated() {
        return records.find(NAME)
                .filter(record -> record.fingerprint().equals(launch().fingerprint()))
                .isEmpty();
    }

    /// Talks to the running supervisor, at the port that it took and not at the one that we would take.
    public Optional<SupervisorClient> client() {
        return records.find(NAME)
                .filter(record -> LiveProcess.of(record).isPresent())
                .map(ProcessRecord::port)
                .map(port -> new SupervisorClient(port, OwnerToken.of(layout).read()));
    }

    /// Starts it in a session of its own, so that neither the end of the terminal nor Ctrl-C there reaches it. If
    /// another one starts at the same moment, one of the two ends at once. It records itself when it is ready.
    public LiveProcess start() {
        Folders.make(layout.home());
        Launch launch = launch();
        Map<String, String> environment = new LinkedHashMap<>(launch.environment());
        environment.put(FINGERPRINT, launch.fingerprint());
        return Processes.startUnrecorded(new Launch(
                launch.name(), launch.command(), environment, launch.directory(), launch.log(), launch.port()));
    }

    Launch launch() {
        List<String> command = new ArrayList<>(detached());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms8m", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k"));
        // The protobuf library still reads memory the old way.
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(List.of(LOG_FORMAT, "-cp", classPath(), SupervisorMain.class.getName()));
        command.addAll(List.of(layout.home().toString(), layout.repository().toString()));
        return new Launch(NAME, command, environment(), layout.home(), layout.log(NAME), ports.of(NAME));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        ports.byName().forEach((name, port) -> environment.put(Ports.variable(name), Integer.toString(port)));
        environment.put("GRAFT_BUILD", stamp());
        return environment;
    }

    /// A starter of its own program, where the system has it: `setsid` becomes the program, so the process id
    /// stays.
    private static List<String> detached() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid", "/usr/bin/nohup")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .limit(1)
                .toList();
    }

    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Changes with every build of the code that the supervisor runs.
    private static String stamp() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new)
                .map(file -> file.getName() + " " + file.length() + " " + file.lastModified())
                .collect(Collectors.joining("\n"));
    }
}
