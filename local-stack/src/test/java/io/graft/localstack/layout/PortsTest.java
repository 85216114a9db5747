package io.graft.localstack.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {

    @TempDir
    Path repository;

    @Test
    void the_defaults_are_what_the_documentation_says() {
        assertThat(ports(Map.of()).byName())
                .containsEntry("training-service", 8080)
                .containsEntry("benchmark-scheduler", 8081)
                .containsEntry("deployer", 8082)
                .containsEntry("model-registry", 8083)
                .containsEntry("gateway", 8090)
                .containsEntry("model-server", 8091)
                .containsEntry("console", 8100)
                .containsEntry("supervisor", 4318)
                .containsEntry("postgres", 15432)
                .containsEntry("kafka", 19092)
                .containsEntry("kafka-controller", 19093)
                .hasSize(11);
    }

    @Test
    void the_settings_file_changes_a_port_and_the_environment_has_the_last_word() throws IOException {
        settings("port.kafka=29092\nport.postgres=25432\n");
        Ports ports = ports(Map.of("GRAFT_PORT_KAFKA", "39092"));
        assertThat(ports.of("kafka")).isEqualTo(39092);
        assertThat(ports.of("postgres")).isEqualTo(25432);
    }

    @Test
    void a_setting_that_is_no_port_is_named_with_its_value() throws IOException {
        settings("port.model-server=eighty\n");
        assertThatThrownBy(() -> ports(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port.model-server must be a port number from 1 to 65535, is eighty");
        assertThatThrownBy(() -> ports(Map.of("GRAFT_PORT_MODEL_SERVER", "70000")))
                .hasMessage("GRAFT_PORT_MODEL_SERVER must be a port number from 1 to 65535, is 70000");
    }

    @Test
    void two_names_cannot_share_a_port() {
        assertThatThrownBy(() -> ports(Map.of("GRAFT_PORT_GATEWAY", "8080")))
                .hasMessageContaining("8080")
                .hasMessageContaining("gateway")
                .hasMessageContaining("training-service");
    }

    @Test
    void the_home_is_in_the_repository_unless_the_environment_says_otherwise() {
        assertThat(StackLayout.of(repository, Map.of()).home()).isEqualTo(repository.resolve(".graft"));
        assertThat(StackLayout.of(repository, Map.of("GRAFT_HOME", "/var/lib/graft"))
                        .home())
                .isEqualTo(Path.of("/var/lib/graft"));
    }

    private Ports ports(Map<String, String> environment) {
        return Ports.of(StackLayout.of(repository, environment), environment);
    }

    private void settings(String content) throws IOException {
        Path file = StackLayout.of(repository, Map.of()).settings();
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
