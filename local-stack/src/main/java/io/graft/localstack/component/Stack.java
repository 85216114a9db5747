package io.graft.localstack.component;

import io.graft.localstack.binaries.KafkaJars;
import io.graft.localstack.binaries.PostgresPrograms;
import io.graft.localstack.component.AotCaches.Program;
import io.graft.localstack.kafka.KafkaBroker;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.postgres.Databases;
import io.graft.localstack.postgres.Durability;
import io.graft.localstack.postgres.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The components of a stack in the order of their needs.
///
/// @param databases of the stack's PostgreSQL
public record Stack(List<Component> components, Databases databases) {

    public Stack {
        components = List.copyOf(components);
    }

    /// Kafka, PostgreSQL and every service that is built.
    public static Stack of(StackLayout layout, Ports ports) {
        return of(layout, ports, new AotCaches(layout.aot(), Optional.empty()));
    }

    static Stack of(StackLayout layout, Ports ports, AotCaches caches) {
        PostgresServer postgres = postgres(layout, ports);
        Databases databases = postgres.databases();
        List<Component> components = new ArrayList<>();
        components.add(new PostgresComponent(postgres));
        components.add(kafka(layout, ports, caches));
        for (ServiceDefinition service : ServiceDefinition.all()) {
            if (ServicePackage.of(layout.repository(), service.name()).isBuilt()) {
                components.add(new ServiceComponent(service, layout, ports, databases, caches));
            }
        }
        return new Stack(components, databases);
    }

    private static KafkaComponent kafka(StackLayout layout, Ports ports, AotCaches caches) {
        Path home = KafkaJars.home(layout.programs());
        Program program = new Program(KafkaBroker.NAME, Stamp.ofJars(home));
        KafkaBroker broker = new KafkaBroker(
                layout.data().resolve(KafkaBroker.NAME),
                KafkaJars.in(home),
                layout.log(KafkaBroker.NAME),
                ports.of(Ports.KAFKA),
                ports.of(Ports.KAFKA_CONTROLLER),
                caches.options(program));
        return new KafkaComponent(broker, program);
    }

    private static PostgresServer postgres(StackLayout layout, Ports ports) {
        return new PostgresServer(
                PostgresPrograms.under(layout.programs()),
                layout.data().resolve(PostgresServer.NAME),
                layout.log(PostgresServer.NAME),
                ports.of(Ports.POSTGRES),
                Durability.DURABLE);
    }
}
