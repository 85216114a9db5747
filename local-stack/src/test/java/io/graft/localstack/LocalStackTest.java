package io.graft.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.RunFolder;
import io.graft.localstack.supervisor.ProcessStatus;
import io.graft.localstack.supervisor.StackStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole stack with real Kafka, real PostgreSQL, a real supervisor and one service that only says it is well.
class LocalStackTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SERVICE = "deployer";

    @TempDir
    static Path repository;

    private static LocalStack stack;

    @BeforeAll
    static void build() throws IOException {
        packageService("1");
        StackLayout layout = new StackLayout(repository.resolve(".graft"), repository);
        stack = new LocalStack(layout, Ports.free());
    }

    @AfterAll
    static void stop() {
        stack.reset(name -> {});
    }

    @Test
    void up_makes_everything_ready_and_a_second_up_changes_nothing() {
        StackStatus first = up();
        assertThat(first.processes())
                .extracting(ProcessStatus::name)
                .containsExactly("postgres", "kafka", SERVICE, "supervisor");
        assertThat(first.residentBytes()).isPositive();
        StackStatus second = up();
        assertThat(second.processes())
                .extracting(ProcessStatus::pid)
                .isEqualTo(first.processes().stream().map(ProcessStatus::pid).toList());
    }

    @Test
    void whatever_is_killed_comes_back_while_the_supervisor_lives() {
        up();
        for (String name : List.of("postgres", SERVICE, "kafka")) {
            LiveProcess victim = live(name);
            victim.kill();
            Await.until(
                    name + " runs again",
                    () -> records()
                            .live(name)
                            .filter(next -> !next.equals(victim))
                            .isPresent());
        }
        Await.until("everything is ready", () -> stack.status().isReady());
    }

    @Test
    void a_killed_supervisor_leaves_everything_running_for_the_next() {
        StackStatus before = up();
        LiveProcess supervisor = live("supervisor");
        supervisor.kill();
        assertThat(stack.status().supervised()).isFalse();
        assertThat(stack.status().processes()).extracting(ProcessStatus::state).containsOnly("unsupervised");
        stack.ensureSupervised();
        assertThat(live("supervisor")).isNotEqualTo(supervisor);
        Await.until("everything is ready", () -> stack.status().isReady());
        assertThat(pid(stack.status(), "postgres")).isEqualTo(pid(before, "postgres"));
        assertThat(pid(stack.status(), "kafka")).isEqualTo(pid(before, "kafka"));
        assertThat(pid(stack.status(), SERVICE)).isEqualTo(pid(before, SERVICE));
    }

    @Test
    void up_after_a_build_restarts_what_was_built_and_nothing_else() throws IOException {
        StackStatus before = up();
        packageService("a longer version");
        StackStatus after = up();
        assertThat(pid(after, SERVICE)).isNotEqualTo(pid(before, SERVICE));
        assertThat(pid(after, "kafka")).isEqualTo(pid(before, "kafka"));
    }

    @Test
    void down_stops_everything_even_when_the_supervisor_is_dead() {
        up();
        List<LiveProcess> running = List.of(live("postgres"), live("kafka"), live(SERVICE));
        live("supervisor").kill();
        stack.down(name -> {});
        assertThat(running).noneMatch(LiveProcess::isAlive);
        assertThat(records().all()).isEmpty();
        stack.down(name -> {});
        stack.ensureSupervised();
        assertThat(stack.status().processes()).isEmpty();
    }

    @Test
    void a_taken_port_is_reported_before_anything_starts() throws IOException {
        stack.down(name -> {});
        try (ServerSocket stranger = new ServerSocket()) {
            stranger.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Map<String, Integer> ports = new HashMap<>(stack.ports().byName());
            ports.put("postgres", stranger.getLocalPort());
            LocalStack other = new LocalStack(stack.layout(), new Ports(ports));
            assertThatThrownBy(() -> other.up(status -> {}, PATIENCE))
                    .isInstanceOf(StackFailed.class)
                    .hasMessageContaining("postgres")
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("GRAFT_PORT_POSTGRES");
        }
        assertThat(records().all()).isEmpty();
    }

    @Test
    void warming_makes_what_is_missing_once_and_leaves_the_running_stack_alone() {
        StackStatus before = up();
        assertThat(stack.warm(message -> {})).containsExactly("kafka", SERVICE);
        assertThat(stack.warm(message -> {})).isEmpty();
        StackStatus after = up();
        assertThat(pid(after, SERVICE)).isEqualTo(pid(before, SERVICE));
        assertThat(pid(after, "kafka")).isEqualTo(pid(before, "kafka"));
        stack.down(name -> {});
        assertThat(up().isReady()).isTrue();
    }

    private static StackStatus up() {
        return stack.up(status -> {}, PATIENCE);
    }

    private static LiveProcess live(String name) {
        return records().live(name).orElseThrow(() -> new AssertionError(name + " does not run"));
    }

    private static RunFolder records() {
        return new RunFolder(stack.layout().run());
    }

    private static long pid(StackStatus status, String name) {
        return status.processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst()
                .orElseThrow()
                .pid()
                .orElseThrow();
    }

    private static void packageService(String version) throws IOException {
        Path jar = repository.resolve(SERVICE).resolve("target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
        String type = FakeService.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = FakeService.class.getClassLoader().getResourceAsStream(type)) {
            entries.putNextEntry(new JarEntry(type));
            entries.write(code.readAllBytes());
        }
    }
}
