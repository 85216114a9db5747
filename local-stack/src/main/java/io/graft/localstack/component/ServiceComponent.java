package io.graft.localstack.component;

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
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A service of Graft, run from its packaged application.
final class ServiceComponent implements Component {

    private final ServiceDefinition service;
    private final StackLayout layout;
    private final Ports ports;
    private final Databases databases;

    ServiceComponent(ServiceDefinition service, StackLayout layout, Ports ports, Databases databases) {
        this.service = service;
        this.layout = layout;
        this.ports = ports;
        this.databases = databases;
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
        ServicePackage application = ServicePackage.of(layout.repository(), service.name());
        String stamp = application.stamp();
        List<String> cache = new AotCaches(layout.aot()).use(service.name(), stamp);
        Map<String, String> environment =
                new LinkedHashMap<>(new ServiceSettings(layout, ports, databases).of(service));
        environment.put("GRAFT_BUILD", stamp);
        return new Launch(
                service.name(),
                new ServiceCommand(service, application).with(cache),
                environment,
                layout.home(),
                layout.log(service.name()),
                port());
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
