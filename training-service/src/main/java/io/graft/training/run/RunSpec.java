package io.graft.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ContractJson;
import io.graft.contracts.training.RunConfig;
import io.graft.contracts.training.TrainingApi.DatasetView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of a run: settled when it is started, and never changed.
///
/// @param test          held-out rows, which the worker does not see; they go to the registry with the
///                      result
/// @param config        every field filled in
/// @param startFrom     the files of the adapter to continue from; absent: a fresh one
/// @param parentVersion the version whose adapter that is
/// @param traceparent   the trace of the start request, which all that follows continues
record RunSpec(
        String modelName,
        String datasetName,
        String datasetVersion,
        String datasetKind,
        ArtifactFile train,
        @Nullable ArtifactFile test,
        RunConfig config,
        @Nullable List<ArtifactFile> startFrom,
        @Nullable String parentVersion,
        @Nullable String traceparent,
        Instant createdAt) {

    static RunSpec of(
            String modelName,
            DatasetView dataset,
            RunConfig config,
            Start start,
            @Nullable String traceparent,
            Instant now) {
        return new RunSpec(
                modelName,
                dataset.name(),
                dataset.version(),
                dataset.kind(),
                dataset.train(),
                dataset.test(),
                config,
                start.files(),
                start.version(),
                traceparent,
                now);
    }

    /// The adapter that training starts from.
    ///
    /// @param hyperparameters how it was trained, as the registry has it
    record Start(
            @Nullable String version,
            @Nullable List<ArtifactFile> files,
            @Nullable JsonNode hyperparameters) {

        static final Start FRESH = new Start(null, null, null);

        /// An adapter keeps its shape when training continues: where the caller names none, it is the
        /// adapter's.
        RunConfig adopt(RunConfig given) {
            JsonNode lora = hyperparameters == null ? null : hyperparameters.get("lora");
            if (given.lora() != null || lora == null || !lora.isObject()) {
                return given.withDefaults();
            }
            ObjectNode merged = ContractJson.mapper().valueToTree(given);
            merged.set("lora", lora);
            return ContractJson.mapper().convertValue(merged, RunConfig.class).withDefaults();
        }
    }

    int priority() {
        Integer priority = config.priority();
        return priority == null ? 0 : priority;
    }

    String baseModel() {
        String baseModel = config.baseModel();
        if (baseModel == null) {
            throw new IllegalStateException("a run's configuration has a base model");
        }
        return baseModel;
    }
}
