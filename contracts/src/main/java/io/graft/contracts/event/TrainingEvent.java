package io.graft.contracts.event;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ProblemDetail;
import io.graft.contracts.training.RunConfig;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `graft.training`.
public sealed interface TrainingEvent extends GraftEvent {

    String modelName();

    @Override
    default String key() {
        return modelName();
    }

    record RunQueued(UUID runId, String modelName, String datasetName, String datasetVersion, RunConfig config)
            implements TrainingEvent {}

    record RunStarted(UUID runId, String modelName, int attempt) implements TrainingEvent {}

    record RunProgressed(UUID runId, String modelName, double progressPct, int step, int totalSteps, double loss)
            implements TrainingEvent {}

    /// All that the registry needs to register the version.
    ///
    /// @param test          the held-out rows; absent when the data set has none
    /// @param parentVersion the version that training continued from
    record RunSucceeded(
            UUID runId,
            String modelName,
            String baseModel,
            String baseModelDigest,
            List<ArtifactFile> adapter,
            Map<String, Double> metrics,
            RunConfig config,
            String datasetName,
            String datasetVersion,
            String datasetKind,
            ArtifactFile train,
            @Nullable ArtifactFile test,
            @Nullable String parentVersion,
            double durationSeconds)
            implements TrainingEvent {}

    record RunFailed(UUID runId, String modelName, ProblemDetail error) implements TrainingEvent {}

    record RunCancelled(UUID runId, String modelName, String reason) implements TrainingEvent {}
}
