package io.graft.registry.gate;

import io.graft.contracts.benchmark.BenchmarkApi.Result;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a benchmark run measured, one value per subject and metric. Over several tasks it is the mean, each task
/// weighted by its rows; a standard error is that of this mean.
public record Evidence(Map<String, Map<String, Double>> metricsBySubject) {

    public static final String CANDIDATE = "candidate";
    public static final String CHAMPION = "champion";
    public static final String BASE = "base";

    private static final String STANDARD_ERROR = "_stderr";

    public Evidence {
        metricsBySubject = Map.copyOf(metricsBySubject);
    }

    public static Evidence of(List<Result> results) {
        return new Evidence(results.stream()
                .collect(Collectors.groupingBy(
                        Result::subject, Collectors.collectingAndThen(Collectors.toList(), Evidence::merge))));
    }

    /// All metrics of a subject, none where it was not measured.
    public Map<String, Double> of(String subject) {
        return metricsBySubject.getOrDefault(subject, Map.of());
    }

    public boolean has(String subject) {
        return metricsBySubject.containsKey(subject);
    }

    OptionalDouble value(String subject, String metric) {
        Double value = of(subject).get(metric);
        return value == null || !Double.isFinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Map<String, Double> merge(List<Result> results) {
        if (results.size() == 1) {
            return Map.copyOf(results.getFirst().metrics());
        }
        Map<String, Double> merged = new TreeMap<>();
        for (String metric : metricsOfAll(results)) {
            merged.put(
                    metric, metric.contains(STANDARD_ERROR) ? standardError(results, metric) : mean(results, metric));
        }
        return Map.copyOf(merged);
    }

    /// A mean over some of the tasks would not mean the same, so a metric must be there for each.
    private static TreeSet<String> metricsOfAll(List<Result> results) {
        TreeSet<String> metrics = new TreeSet<>(results.getFirst().metrics().keySet());
        results.forEach(result -> metrics.retainAll(result.metrics().keySet()));
        return metrics;
    }

    private static double mean(List<Result> results, String metric) {
        double sum = 0;
        for (Result result : results) {
            sum += result.samples() * valueOf(result, metric);
        }
        return sum / rows(results);
    }

    private static double standardError(List<Result> results, String metric) {
        double sum = 0;
        for (Result result : results) {
            double weighted = result.samples() * valueOf(result, metric);
            sum += weighted * weighted;
        }
        return Math.sqrt(sum) / rows(results);
    }

    private static double valueOf(Result result, String metric) {
        Double value = result.metrics().get(metric);
        return value == null ? Double.NaN : value;
    }

    private static long rows(List<Result> results) {
        return results.stream().mapToLong(Result::samples).sum();
    }
}
