package io.graft.registry.version;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.event.GateVerdict;
import io.graft.contracts.registry.RegistryApi.Lineage;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.registry.model.IfMatch;
import io.graft.registry.model.ModelName;
import io.graft.registry.model.VersionNumber;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A registered version. Its files, base model, hyperparameters and lineage never change.
///
/// @param id       rises with every version of every model; 0 before it is stored
/// @param digest   over all files, so equal for equal content
/// @param revision rises with every change: its entity tag
public record Version(
        long id,
        ModelName model,
        VersionNumber number,
        Stage stage,
        String baseModel,
        @Nullable String description,
        Map<String, String> tags,
        Map<String, String> metadata,
        JsonNode hyperparameters,
        Map<String, Double> metrics,
        List<ArtifactFile> files,
        String digest,
        @Nullable Lineage lineage,
        @Nullable GateVerdict verdict,
        int revision,
        Instant createdAt) {

    /// `intents@1.2.0`
    public String title() {
        return model + "@" + number;
    }

    public String tag() {
        return IfMatch.tag(revision);
    }

    Version withStage(Stage next) {
        return new Version(
                id,
                model,
                number,
                next,
                baseModel,
                description,
                tags,
                metadata,
                hyperparameters,
                metrics,
                files,
                digest,
                lineage,
                verdict,
                revision,
                createdAt);
    }

    Version withWords(@Nullable String newDescription, Map<String, String> newTags, Map<String, String> newMetadata) {
        return new Version(
                id,
                model,
                number,
                stage,
                baseModel,
                newDescription,
                newTags,
                newMetadata,
                hyperparameters,
                metrics,
                files,
                digest,
                lineage,
                verdict,
                revision,
                createdAt);
    }

    /// With what a benchmark measured beside the metrics of training, and what the gates made of it.
    public Version judged(Map<String, Double> measured, GateVerdict said) {
        Map<String, Double> all = new HashMap<>(metrics);
        all.putAll(measured);
        return new Version(
                id,
                model,
                number,
                stage,
                baseModel,
                description,
                tags,
                metadata,
                hyperparameters,
                all,
                files,
                digest,
                lineage,
                said,
                revision,
                createdAt);
    }
}
