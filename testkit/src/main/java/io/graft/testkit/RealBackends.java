package io.graft.testkit;

import io.graft.localstack.binaries.KafkaJars;
import io.graft.localstack.binaries.PostgresPrograms;
import io.graft.localstack.kafka.KafkaBroker;
import io.graft.localstack.postgres.Credentials;
import io.graft.localstack.postgres.Databases;
import io.graft.localstack.postgres.Durability;
import io.graft.localstack.postgres.PostgresServer;
import io.graft.localstack.process.FreePorts;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.LiveProcess;
import io.graft.localstack.process.Probe;
import io.graft.localstack.process.Processes;
import io.graft.localstack.process.ScratchFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// One real PostgreSQL and one real Kafka broker for all tests of this JVM, on free ports, in a folder that is
/// deleted when the JVM ends. Whoever asks first starts them, both at once.
public final class RealBackends {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// One object for all class loaders: equal literals are the same string everywhere in a JVM.
    private static final Object LOCK = "io.graft.testkit.RealBackends".intern();

    private final String bootstrapServers;
    private final Databases databases;

    private RealBackends(String bootstrapServers, Databases databases) {
        this.bootstrapServers = bootstrapServers;
        this.databases = databases;
    }

    /// The backends of this JVM, ready.
    ///
    /// A test framework may load this class more than once, by several class loaders. What they share are the
    /// system properties, so these hold where the backends are.
    public static RealBackends ofThisJvm() {
        Properties shared = System.getProperties();
        synchronized (LOCK) {
            if (shared.getProperty("graft.testkit.kafka-port") == null) {
                start(shared);
            }
        }
        int kafkaPort = Integer.parseInt(shared.getProperty("graft.testkit.kafka-port"));
        int postgresPort = Integer.parseInt(shared.getProperty("graft.testkit.postgres-port"));
        Credentials credentials = Credentials.in(Path.of(shared.getProperty("graft.testkit.password-file")));
        return new RealBackends("127.0.0.1:" + kafkaPort, new Databases(postgresPort, credentials));
    }

    public String kafkaBootstrapServers() {
        return bootstrapServers;
    }

    /// A new database with no tables.
    public TestDatabase newDatabase() {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        databases.ensure(name);
        Credentials credentials = databases.credentials();
        return new TestDatabase(
                databases.jdbcUrl(name), credentials.user(), credentials.password(), databases.dataSource(name));
    }

    private static void start(Properties shared) {
        Path temporary =
                Path.of(System.getProperty("java.io.tmpdir"), "graft-tests-" + System.getProperty("user.name"));
        ScratchFolder folder = ScratchFolder.create(temporary, "backends-");
        Runtime.getRuntime().addShutdownHook(new Thread(folder::clear, "backends-shutdown"));
        Processes processes = new Processes(folder.records());
        List<Integer> ports = FreePorts.find(3);
        CompletableFuture<Integer> postgres =
                inOwnThread(() -> startPostgres(temporary, folder, processes, ports.getFirst()));
        CompletableFuture<Integer> kafka =
                inOwnThread(() -> startKafka(temporary, folder, processes, ports.subList(1, 3)));
        try {
            shared.setProperty("graft.testkit.postgres-port", postgres.join().toString());
            shared.setProperty(
                    "graft.testkit.password-file",
                    folder.path().resolve("postgres/password").toString());
            shared.setProperty("graft.testkit.kafka-port", kafka.join().toString());
        } catch (CompletionException e) {
            throw new IllegalStateException("the backends of the tests did not start: " + e.getMessage(), e);
        }
    }

    /// The common pool may have one thread only.
    private static CompletableFuture<Integer> inOwnThread(Supplier<Integer> start) {
        return CompletableFuture.supplyAsync(start, task -> Thread.ofPlatform().start(task));
    }

    private static int startPostgres(Path temporary, ScratchFolder folder, Processes processes, int port) {
        PostgresServer server = new PostgresServer(
                PostgresPrograms.under(temporary),
                folder.path().resolve("postgres"),
                log(folder, PostgresServer.NAME),
                port,
                Durability.FORGETFUL);
        server.prepare();
        return start(server.launch(), server.probe(), processes);
    }

    private static int startKafka(Path temporary, ScratchFolder folder, Processes processes, List<Integer> ports) {
        KafkaBroker broker = new KafkaBroker(
                folder.path().resolve("kafka"),
                KafkaJars.in(KafkaJars.home(temporary)),
                log(folder, KafkaBroker.NAME),
                ports.getFirst(),
                ports.getLast(),
                List.of());
        broker.prepare();
        return start(broker.launch(), broker.probe(), processes);
    }

    private static int start(Launch launch, Probe probe, Processes processes) {
        LiveProcess process = processes.start(launch);
        Probe.await(probe, process, launch, PATIENCE);
        return launch.port();
    }

    private static Path log(ScratchFolder folder, String name) {
        return folder.path().resolve("logs").resolve(name + ".log");
    }
}
