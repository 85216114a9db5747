package io.graft.localstack.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.localstack.component.AotCaches.Program;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.postgres.Credentials;
import io.graft.localstack.postgres.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComponentsTest {

    @TempDir
    Path folder;

    @Test
    void a_control_service_stays_small_and_an_inference_service_gets_the_vector_instructions() {
        assertThat(command("gateway")).contains("-XX:TieredStopAtLevel=1").doesNotContain("jdk.incubator.vector");
        assertThat(command("model-server"))
                .containsSequence("--add-modules", "jdk.incubator.vector")
                .doesNotContain("-XX:TieredStopAtLevel=1");
    }

    @Test
    void a_service_learns_everything_through_its_environment_and_listens_at_the_loopback_address() {
        Map<String, String> settings = settings("deployer");
        assertThat(settings)
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1")
                .containsEntry("QUARKUS_HTTP_PORT", "8082")
                .containsEntry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:15432/graft_deployment")
                .containsEntry("QUARKUS_DATASOURCE_USERNAME", "graft")
                .containsEntry("QUARKUS_DATASOURCE_PASSWORD", "secret")
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:19092")
                .containsEntry("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318")
                .containsEntry("GRAFT_AUTH_ENABLED", "false")
                .containsEntry("GRAFT_HOME", folder.resolve("home").toString())
                .containsEntry("GRAFT_URLS_REGISTRY", "http://127.0.0.1:8083")
                .containsEntry("GRAFT_URLS_MODEL_SERVER", "http://127.0.0.1:8091");
        assertThat(settings("model-server")).doesNotContainKey("QUARKUS_DATASOURCE_PASSWORD");
    }

    @Test
    void no_secret_is_on_a_command_line() {
        assertThat(ServiceDefinition.all())
                .allSatisfy(service ->
                        assertThat(command(service.name())).noneMatch(argument -> argument.contains("secret")));
    }

    @Test
    void a_package_has_another_stamp_after_another_build() throws IOException {
        ServicePackage built = ServicePackage.of(folder, "deployer");
        assertThat(built.isBuilt()).isFalse();
        Files.createDirectories(built.folder());
        Files.writeString(built.jar(), "one");
        assertThat(built.isBuilt()).isTrue();
        String before = built.stamp();
        assertThat(built.stamp()).isEqualTo(before);
        Files.writeString(built.jar(), "other");
        assertThat(built.stamp()).isNotEqualTo(before);
    }

    @Test
    void a_new_cache_takes_the_place_of_that_of_an_older_build_and_of_no_other_program() throws IOException {
        Program old = new Program("model", "aaaa");
        Program current = new Program("model", "bbbb");
        Program other = new Program("model-server", "cccc");
        for (Program program : List.of(old, other, current)) {
            publish(program);
        }
        AotCaches caches = new AotCaches(folder, Optional.empty());
        assertThat(caches.has(current)).isTrue();
        assertThat(caches.has(other)).isTrue();
        assertThat(caches.has(old)).isFalse();
    }

    @Test
    void a_program_that_wrote_no_cache_goes_without() {
        AotCaches caches = new AotCaches(folder, Optional.of(folder.resolve("drafts")));
        Program program = new Program("gateway", "aaaa");
        assertThat(caches.publish(program)).isFalse();
        assertThat(caches.options(program)).anyMatch(option -> option.startsWith("-XX:AOTCacheOutput="));
    }

    @Test
    void the_options_do_not_change_when_a_cache_appears() throws IOException {
        AotCaches caches = new AotCaches(folder, Optional.empty());
        Program program = new Program("gateway", "aaaa");
        List<String> before = caches.options(program);
        publish(program);
        assertThat(caches.options(program)).isEqualTo(before);
    }

    private void publish(Program program) throws IOException {
        AotCaches caches = new AotCaches(folder, Optional.of(folder.resolve("drafts")));
        String option = caches.options(program).getFirst();
        Files.writeString(Path.of(option.substring(option.indexOf('=') + 1)), "cache");
        assertThat(caches.publish(program)).isTrue();
    }

    private List<String> command(String name) {
        return new ServiceCommand(definition(name), ServicePackage.of(folder, name)).with(List.of());
    }

    private Map<String, String> settings(String name) {
        StackLayout layout = new StackLayout(folder.resolve("home"), folder);
        Databases databases = new Databases(15432, new Credentials("graft", "secret"));
        return new ServiceSettings(layout, Ports.of(layout, Map.of()), databases).of(definition(name));
    }

    private static ServiceDefinition definition(String name) {
        return ServiceDefinition.all().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
