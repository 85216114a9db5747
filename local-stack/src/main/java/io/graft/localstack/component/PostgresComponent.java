package io.graft.localstack.component;

import io.graft.localstack.postgres.PostgresServer;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.Probe;
import java.util.Optional;
import java.util.Set;

/// The PostgreSQL server of the stack.
record PostgresComponent(PostgresServer server) implements Component {

    @Override
    public String name() {
        return PostgresServer.NAME;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public Launch launch() {
        return server.launch();
    }

    @Override
    public void prepare() {
        server.prepare();
    }

    @Override
    public Probe readiness() {
        return server.probe();
    }

    @Override
    public Optional<LiveProcess> unrecorded() {
        return server.running();
    }

    @Override
    public void stop(LiveProcess process) {
        server.stop(process);
    }
}
