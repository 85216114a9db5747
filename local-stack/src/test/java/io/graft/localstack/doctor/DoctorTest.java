package io.graft.localstack.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.localstack.TestPrograms;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    private static final long GIBIBYTE = 1L << 30;

    @TempDir
    Path folder;

    @Test
    void an_old_jdk_and_a_small_machine_are_problems_with_remedies() {
        assertThat(Doctor.jdk(Runtime.Version.parse("21.0.2")).remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("JDK 25"));
        assertThat(Doctor.jdk(Runtime.Version.parse("25.0.3")).isFine()).isTrue();
        assertThat(Doctor.memory(2 * GIBIBYTE).isFine()).isFalse();
        assertThat(Doctor.memory(8 * GIBIBYTE).isFine()).isTrue();
        assertThat(Doctor.disk(GIBIBYTE).finding()).isEqualTo("1.0 GiB free");
    }

    @Test
    void every_check_has_a_name_and_a_finding_and_free_ports_are_fine() {
        List<Check> checks = examine(Ports.free());
        assertThat(checks)
                .extracting(Check::name)
                .contains("jdk", "memory", "home", "disk", "postgresql", "services", "processes", "ports");
        assertThat(check(checks, "ports").isFine()).isTrue();
        assertThat(check(checks, "services").finding()).contains("not built", "gateway");
    }

    @Test
    void a_taken_port_names_who_holds_it_and_how_to_take_another() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Integer> ports = new HashMap<>(Ports.free().byName());
            ports.put("kafka", socket.getLocalPort());
            Check check = check(examine(new Ports(ports)), "ports");
            assertThat(check.finding())
                    .contains(Integer.toString(socket.getLocalPort()), "kafka")
                    .contains("process " + ProcessHandle.current().pid());
            assertThat(check.remedy())
                    .hasValueSatisfying(remedy -> assertThat(remedy).contains("GRAFT_PORT_KAFKA", "port.kafka"));
        }
    }

    private List<Check> examine(Ports ports) {
        StackLayout layout = new StackLayout(folder.resolve("home"), folder, TestPrograms.folder());
        return new Doctor(layout, ports).examine();
    }

    private static Check check(List<Check> checks, String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
