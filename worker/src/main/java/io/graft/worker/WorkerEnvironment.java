package io.graft.worker;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the launcher gives by environment.
///
/// @param token       shown with each report
/// @param apiKey      shown to the registry, where it asks for one
/// @param home        the folder of all local state
/// @param modelsDir   its folders are the base models
/// @param traceparent of the launching span
/// @param otlp        where spans go
record WorkerEnvironment(
        String token,
        Optional<String> apiKey,
        Path home,
        Path modelsDir,
        Optional<String> traceparent,
        Optional<URI> otlp) {

    static WorkerEnvironment of(Map<String, String> variables) {
        return new WorkerEnvironment(
                required(variables, "GRAFT_WORKER_TOKEN"),
                given(variables, "GRAFT_API_KEY"),
                Path.of(given(variables, "GRAFT_HOME").orElse(".graft")),
                Path.of(given(variables, "GRAFT_MODELS_DIR").orElse("models")),
                given(variables, "TRACEPARENT"),
                given(variables, "OTEL_EXPORTER_OTLP_ENDPOINT").map(URI::create));
    }

    private static String required(Map<String, String> variables, String name) {
        return given(variables, name)
                .orElseThrow(() -> new IllegalArgumentException("environment variable " + name + " is not set"));
    }

    private static Optional<String> given(Map<String, String> variables, String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /// Never the secrets.
    @Override
    public String toString() {
        return "WorkerEnvironment[home=" + home + ", modelsDir=" + modelsDir + ", otlp=" + otlp + "]";
    }
}
