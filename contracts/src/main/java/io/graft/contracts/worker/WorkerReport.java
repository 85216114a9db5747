package io.graft.contracts.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ProblemDetail;
import io.graft.contracts.benchmark.BenchmarkApi;
import io.graft.contracts.training.TrainingApi.StepMetric;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a worker says to the service that launched it, by `POST`. Every report may arrive more than once.
/// The answer is a [Command].
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerReport.Started.class, name = "started"),
    @JsonSubTypes.Type(value = WorkerReport.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = WorkerReport.Trained.class, name = "trained"),
    @JsonSubTypes.Type(value = WorkerReport.Benchmarked.class, name = "benchmarked"),
    @JsonSubTypes.Type(value = WorkerReport.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = WorkerReport.Cancelled.class, name = "cancelled")
})
public sealed interface WorkerReport {

    /// @param resumedFromStep 0 for a fresh start
    record Started(int totalSteps, int resumedFromStep) implements WorkerReport {}

    /// A sign of life, at least every two seconds.
    ///
    /// @param steps optimizer steps since the last report that was answered; empty for a benchmark
    record Progress(double progressPct, double epoch, int step, int totalSteps, List<StepMetric> steps)
            implements WorkerReport {}

    record Trained(
            List<ArtifactFile> adapter, Map<String, Double> metrics, String baseModelDigest, long trainableParameters)
            implements WorkerReport {}

    record Benchmarked(List<BenchmarkApi.Result> results) implements WorkerReport {}

    record Failed(ProblemDetail error) implements WorkerReport {}

    record Cancelled(@Nullable Integer atStep) implements WorkerReport {}

    /// The service's answer to a report.
    ///
    /// @param stop end at the next step, keep a checkpoint, report `cancelled`
    record Command(boolean stop) {}
}
