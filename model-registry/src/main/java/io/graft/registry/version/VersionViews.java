package io.graft.registry.version;

import io.graft.contracts.registry.RegistryApi.MetricPoint;
import io.graft.contracts.registry.RegistryApi.MetricSeries;
import io.graft.contracts.registry.RegistryApi.StageChange;
import io.graft.contracts.registry.RegistryApi.VersionView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Versions as the API shows them.
final class VersionViews {

    private VersionViews() {}

    static VersionView of(Version version, List<String> aliases, List<StageChange> history) {
        return new VersionView(
                version.model().value(),
                version.number().toString(),
                version.stage(),
                version.baseModel(),
                version.description(),
                new TreeMap<>(version.tags()),
                new TreeMap<>(version.metadata()),
                version.hyperparameters(),
                new TreeMap<>(version.metrics()),
                version.files(),
                version.digest(),
                aliases,
                version.lineage(),
                version.verdict(),
                history,
                version.createdAt());
    }

    /// Those of a model's aliases that point at a version.
    static List<String> aliases(Map<String, String> pointers, Version version) {
        String number = version.number().toString();
        return pointers.entrySet().stream()
                .filter(pointer -> pointer.getValue().equals(number))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// @param versions oldest first
    /// @param metric   null: all
    static List<MetricSeries> series(List<Version> versions, @Nullable String metric) {
        Stream<String> names = metric == null
                ? versions.stream()
                        .flatMap(version -> version.metrics().keySet().stream())
                        .distinct()
                        .sorted()
                : Stream.of(metric);
        return names.map(name -> new MetricSeries(name, points(versions, name))).toList();
    }

    private static List<MetricPoint> points(List<Version> versions, String metric) {
        return versions.stream()
                .map(version -> point(version, version.metrics().get(metric)))
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable MetricPoint point(Version version, @Nullable Double value) {
        return value == null
                ? null
                : new MetricPoint(version.number().toString(), version.stage(), value, version.createdAt());
    }
}
