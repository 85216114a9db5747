package io.graft.e2e;

import io.graft.cli.connect.Connections;
import io.graft.cli.demo.Demo;
import io.graft.cli.output.Progress;
import io.graft.localstack.LocalStack;
import io.graft.localstack.layout.Ports;
import io.graft.localstack.process.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A whole local stack on free ports in a folder of its own, gone when closed.
final class TemporaryStack implements AutoCloseable {

    private static final List<String> NAMES = List.of(
            "training-service",
            "benchmark-scheduler",
            "deployer",
            "model-registry",
            "gateway",
            "model-server",
            "console",
            "supervisor",
            "postgres",
            "kafka",
            "kafka-controller");

    private final Path repository = Path.of(System.getProperty("graft.root"));
    private final Path home;
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private final LocalStack stack;

    TemporaryStack() throws IOException {
        home = Files.createTempDirectory("graft-e2e-");
        environment.put("GRAFT_HOME", home.toString());
        FreePorts.find(NAMES.size()).forEach(this::take);
        stack = LocalStack.of(repository, environment);
    }

    LocalStack stack() {
        return stack;
    }

    Demo demo() {
        return new Demo(stack, Connections.of(null, environment, stack), repository, new Progress(System.err, false));
    }

    @Override
    public void close() throws IOException {
        stack.reset(name -> {});
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void take(Integer port) {
        long taken = environment.keySet().stream()
                .filter(name -> name.startsWith("GRAFT_PORT_"))
                .count();
        environment.put(Ports.variable(NAMES.get((int) taken)), port.toString());
    }
}
