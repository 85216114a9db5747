package io.graft.localstack.component;

import java.util.List;
import java.util.Optional;

/// One service of Graft, as far as the stack has to know it.
///
/// @param name its module, port name and log name
/// @param urlVariable the variable that tells the other services where it is
/// @param database the database it keeps its state in
public record ServiceDefinition(String name, String urlVariable, Optional<String> database, Engine engine) {

    /// What a service needs of its JVM.
    public enum Engine {
        /// Answers requests and waits for others: starts fast, stays small.
        CONTROL,
        /// Multiplies matrices: needs the optimising compiler and vector instructions.
        INFERENCE
    }

    /// All services, in the order in which they are shown.
    public static List<ServiceDefinition> all() {
        return List.of(
                control("training-service", "GRAFT_URLS_TRAINING", "graft_training"),
                control("benchmark-scheduler", "GRAFT_URLS_BENCHMARKS", "graft_benchmarks"),
                control("model-registry", "GRAFT_URLS_REGISTRY", "graft_registry"),
                control("deployer", "GRAFT_URLS_DEPLOYMENT", "graft_deployment"),
                control("gateway", "GRAFT_URLS_GATEWAY", "graft_gateway"),
                new ServiceDefinition("model-server", "GRAFT_URLS_MODEL_SERVER", Optional.empty(), Engine.INFERENCE),
                control("console", "GRAFT_URLS_CONSOLE", "graft_console"));
    }

    private static ServiceDefinition control(String name, String urlVariable, String database) {
        return new ServiceDefinition(name, urlVariable, Optional.of(database), Engine.CONTROL);
    }
}
