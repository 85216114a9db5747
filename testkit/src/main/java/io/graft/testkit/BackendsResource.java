package io.graft.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/// Gives a Quarkus test a real PostgreSQL database of its own and a real Kafka broker:
/// `@WithTestResource(BackendsResource.class)`.
public final class BackendsResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        RealBackends backends = RealBackends.ofThisJvm();
        TestDatabase database = backends.newDatabase();
        return Map.of(
                "quarkus.datasource.jdbc.url", database.jdbcUrl(),
                "quarkus.datasource.username", database.user(),
                "quarkus.datasource.password", database.password(),
                "kafka.bootstrap.servers", backends.kafkaBootstrapServers());
    }

    /// Nothing to do: the backends serve the next application too and end with the JVM.
    @Override
    public void stop() {}
}
