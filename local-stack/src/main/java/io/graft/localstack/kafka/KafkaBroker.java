package io.graft.localstack.kafka;

import io.graft.localstack.process.Folders;
import io.graft.localstack.process.Launch;
import io.graft.localstack.process.Probe;
import io.graft.localstack.process.Processes;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A Kafka broker of one node (KRaft) on this machine: how to prepare its folder and how to start it.
///
/// @param folder holds its settings and data
/// @param jars the class path of the broker
/// @param log receives its output
/// @param jvmOptions of the broker, added to those that every broker gets
public record KafkaBroker(
        Path folder, List<Path> jars, Path log, int port, int controllerPort, List<String> jvmOptions) {

    public static final String NAME = "kafka";

    private static final String CLUSTER_ID = "GraftLocalStackKafka0w";
    private static final Duration FORMAT_PATIENCE = Duration.ofMinutes(1);

    /// Writes the settings, and formats the data folder the first time. Only while no broker runs on the folder.
    public void prepare() {
        Folders.make(folder);
        write(settings(), new KafkaSettings(data(), port, controllerPort).asProperties());
        copyLoggingRules();
        if (Files.exists(data().resolve("meta.properties"))) {
            return;
        }
        // What an interrupted format left has no records in it yet.
        Folders.delete(data());
        Processes.run(
                launch(
                        "kafka.tools.StorageTool",
                        List.of(),
                        List.of("format", "-t", CLUSTER_ID, "-c", settings().toString())),
                FORMAT_PATIENCE);
    }

    public Launch launch() {
        return launch("kafka.Kafka", jvmOptions, List.of(settings().toString()));
    }

    public Probe probe() {
        return new KafkaProbe(port);
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    private Launch launch(String main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xms32m",
                "-Xmx192m",
                "-XX:MinHeapFreeRatio=20",
                "-XX:MaxHeapFreeRatio=40",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(options);
        command.add("-Djava.util.logging.config.file=" + loggingRules());
        command.add("-cp");
        command.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(main);
        command.addAll(arguments);
        return new Launch(NAME, command, Map.of(), folder, log, port);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path settings() {
        return folder.resolve("server.properties");
    }

    private Path loggingRules() {
        return folder.resolve("logging.properties");
    }

    private void copyLoggingRules() {
        try (InputStream in = KafkaBroker.class.getResourceAsStream("logging.properties")) {
            if (in == null) {
                throw new IllegalStateException("logging.properties is not on the class path beside " + getClass());
            }
            Files.copy(in, loggingRules(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + loggingRules(), e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
