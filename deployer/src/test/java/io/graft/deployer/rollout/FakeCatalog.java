package io.graft.deployer.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.contracts.registry.RegistryApi.VersionView;
import io.graft.kit.problem.Problem;
import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A registry in which every version of every model is approved, unless a test says otherwise.
@Mock
@ApplicationScoped
class FakeCatalog implements VersionCatalog {

    private final Map<String, Stage> stages = new ConcurrentHashMap<>();

    void put(String model, String version, Stage stage) {
        stages.put(model + "@" + version, stage);
    }

    @Override
    public VersionView version(String model, String version) {
        if (version.startsWith("9")) {
            throw Problem.Invalid.of("version", "is not registered: no version " + model + "@" + version);
        }
        Stage stage = stages.getOrDefault(model + "@" + version, Stage.approved);
        return new VersionView(
                model,
                version,
                stage,
                "graft-tiny",
                null,
                Map.of(),
                Map.of(),
                JsonNodeFactory.instance.objectNode(),
                Map.of(),
                List.of(),
                "sha256:0",
                List.of(),
                null,
                null,
                List.of(),
                Instant.EPOCH);
    }
}
