package io.graft.contracts.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.graft.contracts.ArtifactFile;
import io.graft.contracts.training.RunConfig;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What one worker process is to do: the file `job.json` in its folder. Tokens come by environment, never in the file.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerJob.Train.class, name = "train"),
    @JsonSubTypes.Type(value = WorkerJob.Benchmark.class, name = "benchmark")
})
public sealed interface WorkerJob {

    UUID runId();

    /// Where to send [WorkerReport]s.
    String reportUrl();

    /// The registry's base URL, for artifacts: `http://127.0.0.1:8083`.
    String registryUrl();

    /// Trains one adapter and uploads it.
    ///
    /// @param datasetKind as in `TrainingApi.DatasetView`
    /// @param startFrom   the files of the adapter to continue from; absent: a fresh one
    record Train(
            UUID runId,
            String reportUrl,
            String registryUrl,
            String modelName,
            String datasetKind,
            ArtifactFile train,
            RunConfig config,
            @Nullable List<ArtifactFile> startFrom)
            implements WorkerJob {}

    /// Scores every subject on every task.
    record Benchmark(
            UUID runId,
            String reportUrl,
            String registryUrl,
            String baseModel,
            List<Subject> subjects,
            List<Task> tasks,
            int numFewshot,
            @Nullable Integer limit,
            long seed,
            @Nullable Integer numWorkers)
            implements WorkerJob {}

    /// @param adapter absent: the base model as it is
    record Subject(String subject, String model, @Nullable List<ArtifactFile> adapter) {}

    /// @param kind the data set's kind; `labelled` rows become a choice among all labels
    record Task(String name, String kind, ArtifactFile test) {}
}
