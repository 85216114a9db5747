package io.graft.registry;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/// A fresh artifact folder and two people with keys for each application under test.
public final class RegistryFolder implements QuarkusTestResourceLifecycleManager {

    private Path folder = Path.of("");

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("graft-artifacts");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "graft.registry.artifacts-dir", folder.toString(),
                "graft.registry.max-artifact", "2M",
                "graft.registry.max-body", "100K",
                "graft.auth.keys.ada.digest", TestApi.digest(TestApi.ADA),
                "graft.auth.keys.ada.role", "approver",
                "graft.auth.keys.bob.digest", TestApi.digest(TestApi.BOB),
                "graft.auth.keys.bob.role", "operator");
    }

    @Override
    public void stop() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
