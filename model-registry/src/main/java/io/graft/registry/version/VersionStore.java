package io.graft.registry.version;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.event.GateVerdict;
import io.graft.contracts.registry.RegistryApi.Lineage;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.registry.model.Jsonb;
import io.graft.registry.model.ModelName;
import io.graft.registry.model.VersionNumber;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The table `model_version`.
@ApplicationScoped
class VersionStore implements PanacheRepository<VersionEntity> {

    private static final TypeReference<Map<String, String>> WORDS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Double>> NUMBERS = new TypeReference<>() {};
    private static final TypeReference<List<ArtifactFile>> FILES = new TypeReference<>() {};

    Version insert(Version version) {
        VersionEntity row = new VersionEntity();
        row.model = version.model().value();
        row.version = version.number().toString();
        row.baseModel = version.baseModel();
        row.hyperparameters = Jsonb.write(version.hyperparameters());
        row.files = Jsonb.write(version.files());
        row.digest = version.digest();
        row.lineage = Jsonb.writeNullable(version.lineage());
        row.trainingRun = version.lineage() == null ? null : version.lineage().trainingRun();
        row.revision = version.revision();
        row.createdAt = version.createdAt();
        fillChangeable(row, version);
        persistAndFlush(row);
        return version(row);
    }

    /// Writes what may change, and raises the revision.
    Version update(Version version) {
        VersionEntity row = findById(version.id());
        fillChangeable(row, version);
        row.revision++;
        flush();
        return version(row);
    }

    Optional<Version> find(ModelName model, VersionNumber number) {
        return find("model = ?1 and version = ?2", model.value(), number.toString())
                .firstResultOptional()
                .map(VersionStore::version);
    }

    Optional<Version> findByRun(UUID trainingRun) {
        return find("trainingRun", trainingRun).firstResultOptional().map(VersionStore::version);
    }

    /// Versions of a model, newest first.
    List<Version> page(ModelName model, int offset, int limit) {
        return find("model = ?1 order by id desc", model.value()).range(offset, offset + limit - 1).list().stream()
                .map(VersionStore::version)
                .toList();
    }

    /// Versions of all models in a stage, oldest first.
    List<Version> page(Stage stage, int offset, int limit) {
        return find("stage = ?1 order by id", stage).range(offset, offset + limit - 1).list().stream()
                .map(VersionStore::version)
                .toList();
    }

    /// All versions of a model, oldest first.
    List<Version> all(ModelName model) {
        return list("model = ?1 order by id", model.value()).stream()
                .map(VersionStore::version)
                .toList();
    }

    private static void fillChangeable(VersionEntity row, Version version) {
        row.stage = version.stage();
        row.description = version.description();
        row.tags = Jsonb.write(version.tags());
        row.metadata = Jsonb.write(version.metadata());
        row.metrics = Jsonb.write(version.metrics());
        row.verdict = Jsonb.writeNullable(version.verdict());
    }

    private static Version version(VersionEntity row) {
        return new Version(
                row.id,
                new ModelName(row.model),
                VersionNumber.parse(row.version),
                row.stage,
                row.baseModel,
                row.description,
                Jsonb.read(row.tags, WORDS),
                Jsonb.read(row.metadata, WORDS),
                Jsonb.read(row.hyperparameters, JsonNode.class),
                Jsonb.read(row.metrics, NUMBERS),
                Jsonb.read(row.files, FILES),
                row.digest,
                Jsonb.readNullable(row.lineage, Lineage.class),
                Jsonb.readNullable(row.verdict, GateVerdict.class),
                row.revision,
                row.createdAt);
    }
}
