package io.graft.contracts.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import io.graft.contracts.event.GateVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Bodies of `/v1/registry`.
public interface RegistryApi {

    /// Where a version stands with the policy.
    enum Stage {
        candidate,
        validated,
        approved,
        production,
        archived,
        rejected
    }

    /// `POST /models`: registers a version, and with the first one the model.
    ///
    /// @param version         may be absent: the next minor version; otherwise higher than every other
    /// @param files           the adapter's files, already uploaded with `POST /artifacts`
    record RegisterRequest(
            String name,
            @Nullable String version,
            String baseModel,
            @Nullable String description,
            @Nullable Map<String, String> tags,
            @Nullable Map<String, String> metadata,
            @Nullable JsonNode hyperparameters,
            @Nullable Map<String, Double> metrics,
            List<ArtifactFile> files,
            @Nullable Lineage lineage) {}

    /// Where a version comes from.
    ///
    /// @param datasetKind   as in `TrainingApi.DatasetView`; without it the version is not benchmarked by itself
    /// @param parentVersion the version whose adapter training continued from
    record Lineage(
            @Nullable UUID trainingRun,
            @Nullable String datasetName,
            @Nullable String datasetVersion,
            @Nullable String datasetKind,
            @Nullable String trainDigest,
            @Nullable String testDigest,
            @Nullable String parentVersion,
            @Nullable String baseModelDigest,
            @Nullable String traceId) {}

    /// `GET /models/{name}/{version}`.
    ///
    /// @param verdict what the gates said, once evaluated
    record VersionView(
            String name,
            String version,
            Stage stage,
            String baseModel,
            @Nullable String description,
            Map<String, String> tags,
            Map<String, String> metadata,
            JsonNode hyperparameters,
            Map<String, Double> metrics,
            List<ArtifactFile> files,
            String digest,
            List<String> aliases,
            @Nullable Lineage lineage,
            @Nullable GateVerdict verdict,
            List<StageChange> history,
            Instant createdAt) {}

    /// @param by      who or what moved it: a person's key name, or `policy`
    record StageChange(Stage stage, String by, String reason, Instant at) {}

    /// `GET /models`.
    record ModelView(
            String name,
            String baseModel,
            Map<String, String> tags,
            @Nullable String latestVersion,
            Map<String, String> aliases,
            Instant createdAt) {}

    /// `PATCH /models/{name}/{version}`: what is absent stays; a tag or metadata entry with the value null goes.
    record UpdateRequest(
            @Nullable String description,
            @Nullable Map<String, @Nullable String> tags,
            @Nullable Map<String, @Nullable String> metadata) {}

    /// `PUT /models/{name}/aliases/{alias}`.
    record AliasRequest(String version) {}

    /// `GET` and `PUT /models/{name}/aliases/{alias}`.
    record AliasView(String alias, String version, String by, String reason, Instant movedAt) {}

    /// `POST /models/{name}/{version}/approve` and `/reject`.
    ///
    /// @param force approve although the gates refused; needs a comment, and is recorded
    record DecisionRequest(
            @Nullable String comment, @Nullable Boolean force) {}

    /// `GET/PUT /models/{name}/gates`: what a version must show, and what happens then.
    ///
    /// @param approval `auto` or `manual` (the default: a person approves)
    /// @param deploy   `auto` or `manual`: whether an approved version is rolled out by itself
    record GatePolicy(
            List<GateRule> rules,
            @Nullable String approval,
            @Nullable String deploy,
            @Nullable Strategy strategy,
            @Nullable RolloutConfig rollout) {}

    /// One rule on one metric of the benchmark, `acc,none` for instance.
    ///
    /// @param kind      `min_value`: at least `threshold`; `no_regression`: at most `threshold` below `against`;
    ///                  `min_improvement`: at least `threshold` above `against`
    /// @param against   `champion` or `base`; a rule against a champion passes where there is none yet
    record GateRule(
            String kind,
            String metric,
            double threshold,
            @Nullable String against) {}

    /// `POST /models/compare`.
    record CompareRequest(List<VersionRef> models) {}

    record VersionRef(String name, String version) {}

    record CompareResponse(
            List<VersionView> models, Map<String, List<Object>> differences, Map<String, Object> similarities) {}

    /// `GET /approvals`: a version that waits for a person.
    ///
    /// @param champion what it would replace; absent when nothing is champion yet
    record PendingApproval(
            String name,
            String version,
            String reason,
            @Nullable GateVerdict verdict,
            @Nullable String champion,
            Instant since) {}

    /// `GET /models/{name}/{version}/evidence`: what one subject of a benchmark run scored on one task.
    ///
    /// @param subject `base`, `champion` or `candidate`
    /// @param model   what stood for it, `intents@1.2.0`
    record Evidence(
            UUID benchmarkRun,
            String subject,
            String model,
            String task,
            Map<String, Double> metrics,
            int samples,
            Instant recordedAt) {}

    /// `GET /models/{name}/metrics`: one metric over the versions that have it, oldest first.
    record MetricSeries(String metric, List<MetricPoint> points) {}

    record MetricPoint(String version, Stage stage, double value, Instant createdAt) {}

    /// `GET /models/{name}/lineage`: where the model's versions come from and what became of them.
    record LineageGraph(List<LineageNode> nodes, List<LineageEdge> edges) {}

    enum LineageKind {
        base_model,
        dataset,
        training_run,
        version,
        benchmark_run,
        rollout
    }

    /// @param id         unique in the graph: kind, a colon and the thing's own name, `version:1.2.0`
    /// @param attributes what is known of it, `stage` of a version for instance
    record LineageNode(String id, LineageKind kind, String label, Map<String, String> attributes) {}

    /// @param kind the verb from `from` to `to`: `used`, `based_on`, `made`, `continued_as`, `judged_by`,
    ///             `rolled_out_by`
    record LineageEdge(String from, String to, String kind) {}

    /// 201 of `POST /artifacts`.
    record ArtifactView(String digest, long size) {}
}
