package io.graft.localstack.doctor;

import com.sun.management.OperatingSystemMXBean;
import io.graft.localstack.binaries.PostgresPrograms;
import io.graft.localstack.binaries.Versions;
import io.graft.localstack.component.ServiceDefinition;
import io.graft.localstack.component.ServicePackage;
import io.graft.localstack.component.Stack;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.ProcessRecord;
import io.graft.localstack.process.RunFolder;
import io.graft.localstack.supervisor.PortConflict;
import io.graft.localstack.supervisor.PortConflicts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Examines this machine and the state of the stack. Changes nothing but for making the stack's folder.
public final class Doctor {

    private static final int JDK = 25;
    private static final long GIBIBYTE = 1L << 30;
    private static final long DISK_NEEDED = 4 * GIBIBYTE;
    private static final long MEMORY_NEEDED = 3 * GIBIBYTE;

    private final StackLayout layout;
    private final Ports ports;

    public Doctor(StackLayout layout, Ports ports) {
        this.layout = layout;
        this.ports = ports;
    }

    public List<Check> examine() {
        List<Check> checks = new ArrayList<>(List.of(jdk(Runtime.version()), memory(physicalMemory()), home(), disk()));
        checks.add(postgresPrograms());
        checks.add(services());
        checks.add(records());
        checks.addAll(portChecks());
        return checks;
    }

    static Check jdk(Runtime.Version version) {
        String finding = "JDK " + version;
        return version.feature() >= JDK
                ? Check.fine("jdk", finding)
                : Check.problem("jdk", finding, "install JDK " + JDK + " or newer and let JAVA_HOME name it");
    }

    static Check memory(long bytes) {
        String finding = inGibibytes(bytes) + " of memory";
        return bytes >= MEMORY_NEEDED
                ? Check.fine("memory", finding)
                : Check.problem("memory", finding, "the stack takes about 2 GiB; use a machine with at least 4 GiB");
    }

    static Check disk(long usable) {
        String finding = inGibibytes(usable) + " free";
        return usable >= DISK_NEEDED
                ? Check.fine("disk", finding)
                : Check.problem("disk", finding, "free at least " + inGibibytes(DISK_NEEDED) + " where GRAFT_HOME is");
    }

    private Check disk() {
        try {
            return disk(Files.getFileStore(existing(layout.home())).getUsableSpace());
        } catch (IOException e) {
            return Check.problem(
                    "disk", String.valueOf(e.getMessage()), "let GRAFT_HOME name a folder on a local disk");
        }
    }

    private Check home() {
        try {
            Path probe = Files.createTempFile(Files.createDirectories(layout.home()), "doctor", ".probe");
            Files.delete(probe);
            return Check.fine("home", layout.home() + " is writable");
        } catch (IOException e) {
            return Check.problem(
                    "home",
                    layout.home() + " is not writable: " + e.getMessage(),
                    "let GRAFT_HOME name a folder that you may write to");
        }
    }

    private static Check postgresPrograms() {
        return PostgresPrograms.missing()
                .map(missing -> Check.problem(
                        "postgresql", missing, "use Linux or macOS on amd64 or arm64, and build on that machine"))
                .orElseGet(() -> Check.fine(
                        "postgresql", "PostgreSQL " + Versions.carried().postgres() + " for this platform"));
    }

    private Check services() {
        List<String> missing = ServiceDefinition.all().stream()
                .map(ServiceDefinition::name)
                .filter(name -> !ServicePackage.of(layout.repository(), name).isBuilt())
                .toList();
        return missing.isEmpty()
                ? Check.fine("services", "all are built")
                : Check.problem(
                        "services",
                        "not built: " + String.join(", ", missing),
                        "run ./mvnw -Dquick -DskipTests package");
    }

    private Check records() {
        List<ProcessRecord> stale = new RunFolder(layout.run())
                .all().stream()
                        .filter(record -> LiveProcess.of(record).isEmpty())
                        .toList();
        return stale.isEmpty()
                ? Check.fine("processes", "nothing ended unnoticed")
                : Check.problem("processes", "ended unnoticed: " + names(stale), "run graft up to start them again");
    }

    private List<Check> portChecks() {
        if (PostgresPrograms.missing().isPresent()) {
            return List.of();
        }
        List<PortConflict> conflicts =
                PortConflicts.of(layout, ports, Stack.of(layout, ports).components());
        return conflicts.isEmpty()
                ? List.of(Check.fine("ports", "all are free or our own"))
                : conflicts.stream()
                        .map(conflict -> Check.problem("ports", conflict.finding(), conflict.remedy()))
                        .toList();
    }

    private static long physicalMemory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private static Path existing(Path path) {
        Path parent = path.getParent();
        return Files.exists(path) || parent == null ? path : existing(parent);
    }

    private static String names(List<ProcessRecord> records) {
        return records.stream().map(ProcessRecord::name).collect(Collectors.joining(", "));
    }

    private static String inGibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIBIBYTE);
    }
}
