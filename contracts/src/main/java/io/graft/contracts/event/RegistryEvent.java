package io.graft.contracts.event;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `graft.registry`.
public sealed interface RegistryEvent extends GraftEvent {

    String name();

    @Override
    default String key() {
        return name();
    }

    /// All that the benchmark needs.
    ///
    /// @param champion       the champion's version at this moment; absent when there is none
    /// @param championFiles  its adapter
    /// @param datasetKind    as in `TrainingApi.DatasetView`; absent when nothing is known of the data
    /// @param test           the held-out rows; absent when there are none
    record VersionRegistered(
            String name,
            String version,
            String baseModel,
            List<ArtifactFile> files,
            @Nullable UUID trainingRun,
            @Nullable String champion,
            @Nullable List<ArtifactFile> championFiles,
            @Nullable String datasetName,
            @Nullable String datasetVersion,
            @Nullable String datasetKind,
            @Nullable ArtifactFile test)
            implements RegistryEvent {}

    record VersionEvaluated(String name, String version, UUID benchmarkRun, GateVerdict verdict)
            implements RegistryEvent {}

    record ApprovalRequested(String name, String version, String reason) implements RegistryEvent {}

    /// @param by       `policy` or who approved
    /// @param forced   although the gates refused
    /// @param deploy   whether the deployer shall roll it out by itself
    record VersionApproved(
            String name,
            String version,
            String baseModel,
            List<ArtifactFile> files,
            String by,
            String reason,
            boolean forced,
            boolean deploy,
            @Nullable Strategy strategy,
            @Nullable RolloutConfig rollout)
            implements RegistryEvent {}

    record VersionRejected(String name, String version, String by, String reason) implements RegistryEvent {}

    record VersionArchived(String name, String version, String reason) implements RegistryEvent {}

    record AliasMoved(
            String name,
            String alias,
            @Nullable String from,
            @Nullable String to,
            String reason) implements RegistryEvent {}
}
