package io.graft.localstack.layout;

import io.graft.localstack.process.FreePorts;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// The ports of the stack, all at 127.0.0.1. Each has a default that `port.<name>` in the settings file changes,
/// and the environment variable `GRAFT_PORT_<NAME>` before that.
public record Ports(Map<String, Integer> byName) {

    public static final String SUPERVISOR = "supervisor";
    public static final String KAFKA = "kafka";
    public static final String KAFKA_CONTROLLER = "kafka-controller";
    public static final String POSTGRES = "postgres";

    private static final Map<String, Integer> DEFAULTS = defaults();

    public Ports {
        byName = Map.copyOf(byName);
    }

    /// @throws IllegalArgumentException when a setting is no port number or two names share one
    public static Ports of(StackLayout layout, Map<String, String> environment) {
        Properties settings = read(layout.settings());
        Map<String, Integer> ports = new LinkedHashMap<>();
        DEFAULTS.forEach((name, standard) -> ports.put(name, port(name, standard, settings, environment)));
        requireDistinct(ports);
        return new Ports(ports);
    }

    public int of(String name) {
        Integer port = byName.get(name);
        if (port == null) {
            throw new IllegalArgumentException("no port is known by the name " + name + ", only " + byName.keySet());
        }
        return port;
    }

    /// A stack's ports, all of them free now.
    public static Ports free() {
        List<String> names = List.copyOf(DEFAULTS.keySet());
        List<Integer> free = FreePorts.find(names.size());
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            ports.put(names.get(i), free.get(i));
        }
        return new Ports(ports);
    }

    /// The variable that sets the port of a name.
    public static String variable(String name) {
        return "GRAFT_PORT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static int port(String name, int standard, Properties settings, Map<String, String> environment) {
        String variable = environment.get(variable(name));
        if (variable != null && !variable.isBlank()) {
            return parse(variable(name), variable);
        }
        String key = "port." + name;
        String setting = settings.getProperty(key);
        return setting == null ? standard : parse(key, setting);
    }

    private static int parse(String key, String value) {
        try {
            int port = Integer.parseInt(value.strip());
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a port number from 1 to 65535, is " + value, e);
        }
        throw new IllegalArgumentException(key + " must be a port number from 1 to 65535, is " + value);
    }

    private static void requireDistinct(Map<String, Integer> ports) {
        Map<Integer, String> owners = new LinkedHashMap<>();
        ports.forEach((name, port) -> {
            String other = owners.putIfAbsent(port, name);
            if (other != null) {
                throw new IllegalArgumentException(
                        "port " + port + " is given to both " + other + " and " + name + "; set " + variable(name));
            }
        });
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        return properties;
    }

    private static Map<String, Integer> defaults() {
        Map<String, Integer> defaults = new LinkedHashMap<>();
        defaults.put("training-service", 8080);
        defaults.put("benchmark-scheduler", 8081);
        defaults.put("deployer", 8082);
        defaults.put("model-registry", 8083);
        defaults.put("gateway", 8090);
        defaults.put("model-server", 8091);
        defaults.put("console", 8100);
        defaults.put(SUPERVISOR, 4318);
        defaults.put(POSTGRES, 15432);
        defaults.put(KAFKA, 19092);
        defaults.put(KAFKA_CONTROLLER, 19093);
        return defaults;
    }
}
