package io.graft.contracts.training;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ProblemDetail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Bodies of `/v1/training`.
public interface TrainingApi {

    /// `POST /start`.
    record StartRequest(
            String modelName, String datasetName, @Nullable RunConfig config) {}

    /// 202 of `POST /start`.
    record StartResponse(UUID trainingId, RunState status) {}

    enum RunState {
        queued,
        launching,
        running,
        stopping,
        succeeded,
        failed,
        cancelled;

        public boolean isFinal() {
            return this == succeeded || this == failed || this == cancelled;
        }
    }

    /// `GET /status/{training_id}` and `GET /runs/{id}`.
    ///
    /// @param eta       when the run is expected to end, while it is running
    /// @param adapter   what it made, once succeeded
    /// @param version   the version that the registry made of it, once known
    /// @param attempts  how often a worker was launched for it
    /// @param traceId   the trace that holds the whole story
    record RunView(
            UUID trainingId,
            String modelName,
            String datasetName,
            String datasetVersion,
            RunState status,
            double progressPct,
            double epoch,
            int step,
            int totalSteps,
            @Nullable Double loss,
            @Nullable Double firstLoss,
            @Nullable Double tokensPerSecond,
            @Nullable Instant eta,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant completedAt,
            @Nullable Double durationSeconds,
            @Nullable List<ArtifactFile> adapter,
            @Nullable String version,
            @Nullable ProblemDetail error,
            int attempts,
            @Nullable String traceId,
            RunConfig config) {}

    /// `GET /runs/{id}/metrics`: one optimizer step, names as TRL logs them.
    record StepMetric(
            int step,
            double epoch,
            double loss,
            double learningRate,
            double gradNorm,
            double meanTokenAccuracy,
            long numTokens,
            double tokensPerSecond,
            Instant at) {}

    /// A data set version: immutable, named by the content of its files.
    ///
    /// @param version first 12 hexadecimal digits of the digest over both files
    /// @param kind    `labelled` (text, label), `prompt_completion` or `messages`
    record DatasetView(
            String name,
            String version,
            String kind,
            ArtifactFile train,
            @Nullable ArtifactFile test,
            QualityReport quality,
            Instant createdAt) {}

    /// What the import found.
    ///
    /// @param leaks rows of test whose normalised text is in train too; they were removed from train
    record QualityReport(
            long rows,
            long trainRows,
            long testRows,
            long rejectedRows,
            List<RejectedRow> rejected,
            Map<String, Long> labels,
            double labelBalance,
            long duplicates,
            long leaks,
            TextLengths lengths) {}

    /// @param file `train` or `test`
    /// @param line from 1
    record RejectedRow(String file, long line, String reason) {}

    /// Characters of the input text.
    record TextLengths(int min, double mean, int p95, int max) {}

    /// `GET /stats`.
    record StatsView(@Nullable RunView currentRun, long totalRuns, Map<RunState, Long> runsByState, long datasets) {}
}
