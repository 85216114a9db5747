package io.graft.localstack.component;

import io.graft.localstack.component.AotCaches.Program;
import io.graft.localstack.kafka.KafkaBroker;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.layout.StackLayout;
import io.graft.localstack.postgres.Databases;
import io.graft.localstack.postgres.PostgresServer;
import io.graft.localstack.process.Folders;
import io.graft.localstack.process.HttpProbe;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.Probe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A service of Graft, run from its packaged application.
final class ServiceComponent implements Component {

    private final ServiceDefinition service;
    private final StackLayout layout;
    private final Ports ports;
    private final Databases databases;
    private final AotCaches caches;

    ServiceComponent(
            ServiceDefinition service, StackLayout layout, Ports ports, Databases databases, AotCaches caches) {
        this.service = service;
        this.layout = layout;
        this.ports = ports;
        this.databases = databases;
        this.caches = caches;
    }

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public int port() {
        return ports.of(service.name());
    }

    @Override
    public Set<String> needs() {
        return Set.of(KafkaBroker.NAME, PostgresServer.NAME);
    }

    @Override
    public Launch launch() {
        Program program = current();
        Map<String, String> environment =
                new LinkedHashMap<>(new ServiceSettings(layout, ports, databases).of(service));
        environment.put("GRAFT_BUILD", program.stamp());
        return new Launch(
                service.name(),
                new ServiceCommand(service, application()).with(caches.options(program)),
                environment,
                layout.home(),
                layout.log(service.name()),
                port());
    }

    @Override
    public Optional<Program> program() {
        return Optional.of(current());
    }

    private Program current() {
        return new Program(service.name(), application().stamp());
    }

    private ServicePackage application() {
        return ServicePackage.of(layout.repository(), service.name());
    }

    @Override
    public void prepare() {
        Folders.make(layout.artifacts());
        service.database().ifPresent(databases::ensure);
    }

    @Override
    public Probe readiness() {
        return HttpProbe.of(port(), "/q/health/ready");
    }

    @Override
    public Probe liveness() {
        return HttpProbe.of(port(), "/q/health/live");
    }
}
