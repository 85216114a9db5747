package io.graft.registry.version;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.registry.RegistryApi.Lineage;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.registry.model.ModelName;
import io.graft.registry.model.VersionNumber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Versions for tests that need no database.
public final class TestVersions {

    private TestVersions() {}

    public static Version version(long id, String number, Stage stage, @Nullable Lineage lineage) {
        return new Version(
                id,
                new ModelName("intents"),
                VersionNumber.parse(number),
                stage,
                "graft-tiny",
                null,
                Map.of(),
                Map.of(),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                List.of(new ArtifactFile("adapter_config.json", "sha256:" + "0".repeat(64), 1)),
                "sha256:" + "1".repeat(64),
                lineage,
                null,
                1,
                Instant.EPOCH);
    }
}
