package io.graft.registry.lineage;

import io.graft.contracts.registry.RegistryApi.Evidence;
import io.graft.contracts.registry.RegistryApi.Lineage;
import io.graft.contracts.registry.RegistryApi.LineageEdge;
import io.graft.contracts.registry.RegistryApi.LineageGraph;
import io.graft.contracts.registry.RegistryApi.LineageKind;
import io.graft.contracts.registry.RegistryApi.LineageNode;
import io.graft.registry.rollout.Rollout;
import io.graft.registry.version.Version;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Draws the lineage of a model, each node and edge once:
/// data set and base model → training run → version → its successors, benchmark runs and rollouts.
final class GraphDrawing {

    private final Map<String, LineageNode> nodes = new LinkedHashMap<>();
    private final Set<LineageEdge> edges = new LinkedHashSet<>();

    GraphDrawing versions(List<Version> versions) {
        versions.forEach(this::version);
        versions.forEach(this::origin);
        return this;
    }

    /// @param evidence by the version's id
    GraphDrawing evidence(List<Version> versions, Map<Long, List<Evidence>> evidence) {
        for (Version version : versions) {
            for (Evidence measured : evidence.getOrDefault(version.id(), List.of())) {
                String run = node(
                        LineageKind.benchmark_run,
                        measured.benchmarkRun().toString(),
                        measured.task(),
                        Map.of("at", measured.recordedAt().toString()));
                edge(id(version), run, "judged_by");
            }
        }
        return this;
    }

    GraphDrawing rollouts(List<Version> versions, List<Rollout> rollouts) {
        Map<Long, Version> byId = versions.stream().collect(Collectors.toMap(Version::id, Function.identity()));
        for (Rollout rollout : rollouts) {
            String node = node(
                    LineageKind.rollout,
                    rollout.deploymentId().toString(),
                    rollout.state(),
                    Map.of("state", rollout.state(), "reason", rollout.reason()));
            Version version = byId.get(rollout.versionId());
            if (version != null) {
                edge(id(version), node, "rolled_out_by");
            }
        }
        return this;
    }

    LineageGraph graph() {
        return new LineageGraph(List.copyOf(nodes.values()), List.copyOf(edges));
    }

    private void version(Version version) {
        node(
                LineageKind.version,
                version.number().toString(),
                version.title(),
                Map.of("stage", version.stage().name(), "digest", version.digest()));
    }

    private void origin(Version version) {
        Lineage lineage = version.lineage();
        String base = node(LineageKind.base_model, version.baseModel(), version.baseModel(), digest(lineage));
        String maker = lineage == null ? id(version) : maker(version, lineage);
        edge(maker, base, "based_on");
        if (lineage == null) {
            return;
        }
        if (lineage.datasetName() != null) {
            edge(maker, dataset(lineage), "used");
        }
        if (lineage.parentVersion() != null) {
            edge(id(LineageKind.version, lineage.parentVersion()), id(version), "continued_as");
        }
    }

    /// The training run where there was one, otherwise the version itself.
    private String maker(Version version, Lineage lineage) {
        if (lineage.trainingRun() == null) {
            return id(version);
        }
        String run = node(
                LineageKind.training_run,
                lineage.trainingRun().toString(),
                "training run of " + version.title(),
                known("trace_id", lineage.traceId()));
        edge(run, id(version), "made");
        return run;
    }

    private String dataset(Lineage lineage) {
        String name = lineage.datasetName() + (lineage.datasetVersion() == null ? "" : "@" + lineage.datasetVersion());
        Map<String, String> attributes = new TreeMap<>(known("train_digest", lineage.trainDigest()));
        attributes.putAll(known("test_digest", lineage.testDigest()));
        attributes.putAll(known("kind", lineage.datasetKind()));
        return node(LineageKind.dataset, name, name, attributes);
    }

    private static Map<String, String> digest(@Nullable Lineage lineage) {
        return known("digest", lineage == null ? null : lineage.baseModelDigest());
    }

    private static Map<String, String> known(String key, @Nullable String value) {
        return value == null ? Map.of() : Map.of(key, value);
    }

    private String node(LineageKind kind, String name, String label, Map<String, String> attributes) {
        String id = id(kind, name);
        nodes.putIfAbsent(id, new LineageNode(id, kind, label, new TreeMap<>(attributes)));
        return id;
    }

    private void edge(String from, String to, String verb) {
        edges.add(new LineageEdge(from, to, verb));
    }

    private static String id(Version version) {
        return id(LineageKind.version, version.number().toString());
    }

    private static String id(LineageKind kind, String name) {
        return kind + ":" + name;
    }
}
