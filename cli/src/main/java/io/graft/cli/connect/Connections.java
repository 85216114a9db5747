package io.graft.cli.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.graft.client.JsonClient;
import io.graft.localstack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One client per service. They are, in this order: at the server that `--server`, `GRAFT_SERVER` or the current
/// context of `~/.config/graft/config.yaml` names, or else the local stack's. The key comes from `GRAFT_API_KEY` or
/// the context.
public record Connections(
        JsonClient training, JsonClient benchmarks, JsonClient deployment, JsonClient registry, JsonClient gateway) {

    /// @param stack the local stack, for its ports
    public static Connections of(@Nullable String server, Map<String, String> environment, LocalStack stack) {
        JsonNode context = context(environment);
        Map<String, String> headers = Optional.ofNullable(environment.get("GRAFT_API_KEY"))
                .or(() -> Optional.ofNullable(context.path("api_key").textValue()))
                .map(key -> Map.of("X-API-Key", key))
                .orElse(Map.of());
        String named = Optional.ofNullable(server)
                .or(() -> Optional.ofNullable(environment.get("GRAFT_SERVER")))
                .or(() -> Optional.ofNullable(context.path("server").textValue()))
                .orElse(null);
        return new Connections(
                client(named, stack, "training-service", headers),
                client(named, stack, "benchmark-scheduler", headers),
                client(named, stack, "deployer", headers),
                client(named, stack, "model-registry", headers),
                client(named, stack, "gateway", headers));
    }

    private static JsonClient client(
            @Nullable String server, LocalStack stack, String service, Map<String, String> headers) {
        String base = server == null ? "http://127.0.0.1:" + stack.ports().of(service) : server;
        return new JsonClient(URI.create(base), () -> headers);
    }

    private static JsonNode context(Map<String, String> environment) {
        Path file = Path.of(environment.getOrDefault("HOME", "."), ".config", "graft", "config.yaml");
        YAMLMapper yaml = new YAMLMapper();
        if (!Files.isRegularFile(file)) {
            return yaml.createObjectNode();
        }
        try {
            JsonNode config = yaml.readTree(file.toFile());
            return config.path("contexts").path(config.path("current_context").asText("default"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
