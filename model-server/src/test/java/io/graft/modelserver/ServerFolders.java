package io.graft.modelserver;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/// Folders of a server whose predecessor was killed while it had the adapter `kept@1.0.0` loaded.
public final class ServerFolders implements QuarkusTestResourceLifecycleManager {

    private static final String KEPT = """
            [{"lora_name":"kept@1.0.0","lora_path":"kept","digest":"sha256:0","loaded_at":"2026-01-01T00:00:00Z"}]""";

    private final FakeRegistry registry = new FakeRegistry();
    private Path home = Path.of("");

    @Override
    public Map<String, String> start() {
        try {
            home = Files.createTempDirectory("graft-model-server");
            TestAdapters.saveIdle(7, home.resolve("adapters").resolve("kept"));
            TestAdapters.save("hold", home.resolve("adapters").resolve("hold"));
            Files.createDirectories(home.resolve("model-server"));
            Files.writeString(home.resolve("model-server").resolve("adapters.json"), KEPT);
            registry.register("desk", "1.0.0", home.resolve("adapters").resolve("hold"));
            return Map.of(
                    "graft.home", home.toString(),
                    "graft.models-dir", TestAdapters.MODELS.toString(),
                    "graft.urls.registry", registry.uri().toString(),
                    "graft.auth.enabled", "false",
                    "quarkus.otel.sdk.disabled", "true");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        registry.close();
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
