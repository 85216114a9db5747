package io.graft.localstack.component;

import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.postgres.Databases;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a service is told through its environment: a command line can be read by every user of the machine, an
/// environment only by its owner.
record ServiceSettings(StackLayout layout, Ports ports, Databases databases) {

    private static final String HOST = "127.0.0.1";

    Map<String, String> of(ServiceDefinition service) {
        Map<String, String> settings = new LinkedHashMap<>();
        addListener(settings, service);
        addBackends(settings, service);
        addFolders(settings);
        for (ServiceDefinition other : ServiceDefinition.all()) {
            settings.put(other.urlVariable(), "http://" + HOST + ":" + ports.of(other.name()));
        }
        return settings;
    }

    private void addListener(Map<String, String> settings, ServiceDefinition service) {
        settings.put("QUARKUS_PROFILE", "prod");
        settings.put("QUARKUS_HTTP_HOST", HOST);
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(service.name())));
        settings.put("GRAFT_AUTH_ENABLED", "false");
        // The C library keeps memory apart for each thread unless it is told not to.
        settings.put("MALLOC_ARENA_MAX", "2");
        // Threads of native kernels that wait by spinning take the cores from those that work.
        settings.put("OMP_WAIT_POLICY", "passive");
    }

    private void addBackends(Map<String, String> settings, ServiceDefinition service) {
        settings.put("KAFKA_BOOTSTRAP_SERVERS", HOST + ":" + ports.of(Ports.KAFKA));
        settings.put("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://" + HOST + ":" + ports.of(Ports.SUPERVISOR));
        settings.put("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        service.database().ifPresent(database -> {
            settings.put("QUARKUS_DATASOURCE_JDBC_URL", databases.jdbcUrl(database));
            settings.put("QUARKUS_DATASOURCE_USERNAME", databases.credentials().user());
            settings.put("QUARKUS_DATASOURCE_PASSWORD", databases.credentials().password());
        });
    }

    private void addFolders(Map<String, String> settings) {
        settings.put("GRAFT_HOME", layout.home().toString());
        settings.put("GRAFT_ARTIFACTS_DIR", layout.artifacts().toString());
        settings.put("GRAFT_MODELS_DIR", layout.models().toString());
        Path worker = layout.repository().resolve("worker").resolve("target");
        settings.put(
                "GRAFT_WORKER_CLASS_PATH", worker.resolve("worker.jar") + File.pathSeparator + worker.resolve("lib/*"));
        settings.put("JAVA_HOME", System.getProperty("java.home"));
    }
}
