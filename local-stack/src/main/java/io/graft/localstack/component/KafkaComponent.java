package io.graft.localstack.component;

import io.graft.localstack.component.AotCaches.Program;
import io.graft.localstack.kafka.KafkaBroker;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.Probe;
import java.util.Optional;
import java.util.Set;

/// The Kafka broker of the stack.
record KafkaComponent(KafkaBroker broker, Program cached) implements Component {

    @Override
    public String name() {
        return KafkaBroker.NAME;
    }

    @Override
    public int port() {
        return broker.port();
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public Launch launch() {
        return broker.launch();
    }

    @Override
    public Optional<Program> program() {
        return Optional.of(cached);
    }

    @Override
    public void prepare() {
        broker.prepare();
    }

    @Override
    public Probe readiness() {
        return broker.probe();
    }
}
