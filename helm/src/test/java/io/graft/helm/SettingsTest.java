package io.graft.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.graft.kit.auth.AuthConfig;
import io.graft.kit.auth.Role;
import io.graft.kit.launch.WorkerConfig;
import io.graft.kit.urls.ServiceUrls;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the chart tells the services is what they understand.
class SettingsTest {

    private final Rendering chart = Chart.render();

    @ParameterizedTest
    @EnumSource
    void the_port_is_the_one_that_the_module_is_built_with(GraftModule module) throws IOException {
        Path file = Chart.ROOT.resolve(module.module()).resolve("src/main/resources/application.properties");
        assumeThat(file).as("settings of the module " + module.module()).exists();
        Properties built = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            built.load(reader);
        }

        assertThat(built)
                .containsEntry("quarkus.application.name", module.module())
                .containsEntry(
                        "quarkus.http.port", chart.environment(module.module()).get("QUARKUS_HTTP_PORT"));
    }

    @Test
    void every_service_learns_where_each_other_is() throws ReflectiveOperationException {
        ServiceUrls urls = read(chart.environment("gateway")).getConfigMapping(ServiceUrls.class);

        Map<String, String> services = new HashMap<>();
        for (Method url : ServiceUrls.class.getMethods()) {
            URI address = (URI) url.invoke(urls);
            services.put(address.getHost(), Integer.toString(address.getPort()));
        }
        assertThat(services).isEqualTo(ports());
    }

    private Map<String, String> ports() {
        Map<String, String> ports = new HashMap<>();
        Arrays.stream(GraftModule.values())
                .map(GraftModule::module)
                .map(module -> chart.only("Service", "graft-" + module))
                .forEach(service -> ports.put(
                        service.name(), service.tree().at("/spec/ports/0/port").asText()));
        return ports;
    }

    @Test
    void a_database_is_found_by_the_name_that_its_service_has_in_the_values() {
        SmallRyeConfig config = read(chart.environment("model-registry"));

        assertThat(config.getValue("quarkus.datasource.jdbc.url", String.class))
                .isEqualTo("jdbc:postgresql://postgresql:5432/graft_registry?sslmode=prefer");
    }

    @Test
    void a_service_without_a_database_is_told_of_none() {
        assertThat(chart.environment("model-server").keySet())
                .noneMatch(name -> name.contains("DATASOURCE") || name.contains("POSTGRESQL"));
    }

    @Test
    void keys_from_the_secrets_entries_are_understood() {
        Map<String, String> environment = new HashMap<>(chart.environment("gateway"));
        environment.put("GRAFT_AUTH_KEYS_CI_DIGEST", "ab".repeat(32));
        environment.put("GRAFT_AUTH_KEYS_CI_ROLE", "operator");
        environment.put("GRAFT_AUTH_CLIENT_KEY", "k");

        AuthConfig auth = read(environment).getConfigMapping(AuthConfig.class);

        assertThat(auth.enabled()).isTrue();
        assertThat(auth.clientKey()).hasValue("k");
        assertThat(auth.keys()).containsOnlyKeys("ci").hasEntrySatisfying("ci", key -> {
            assertThat(key.role()).isEqualTo(Role.OPERATOR);
            assertThat(key.digest()).isEqualTo("ab".repeat(32));
        });
    }

    @Test
    void workers_find_their_program_their_models_and_their_collector() {
        WorkerConfig workers = read(chart.environment("training-service")).getConfigMapping(WorkerConfig.class);

        assertThat(workers.home()).isEqualTo(Path.of("/var/lib/graft"));
        assertThat(workers.modelsDir()).isEqualTo(Path.of("/models"));
        assertThat(workers.workerClassPath()).hasValue("/app/worker/worker.jar:/app/worker/lib/*");
        assertThat(workers.otlpEndpoint()).isEqualTo("http://opentelemetry-collector:4318");
    }

    @Test
    void only_services_that_start_workers_know_of_their_program() {
        assertThat(GraftModule.names())
                .filteredOn(service -> chart.environment(service).containsKey("GRAFT_WORKER_CLASS_PATH"))
                .containsExactlyInAnyOrder("training-service", "benchmark-scheduler");
    }

    /// As a service would read it from its container's environment.
    private static SmallRyeConfig read(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(environment, 300))
                .withMapping(AuthConfig.class)
                .withMapping(ServiceUrls.class)
                .withMapping(WorkerConfig.class)
                .build();
    }
}
