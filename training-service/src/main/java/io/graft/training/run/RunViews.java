package io.graft.training.run;

import io.graft.contracts.ArtifactFile;
import io.graft.contracts.ProblemDetail;
import io.graft.contracts.training.TrainingApi.RunState;
import io.graft.contracts.training.TrainingApi.RunView;
import io.graft.kit.trace.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A run as it is told to others: pure.
final class RunViews {

    private RunViews() {}

    static RunView of(TrainingRun run, Instant now) {
        Progress progress = run.progress();
        RunSpec spec = run.spec();
        return new RunView(
                run.id().value(),
                spec.modelName(),
                spec.datasetName(),
                spec.datasetVersion(),
                run.state(),
                progress.pct(),
                progress.epoch(),
                progress.step(),
                progress.totalSteps(),
                progress.loss(),
                progress.firstLoss(),
                tokensPerSecond(run),
                run.state() == RunState.running ? progress.eta(now).orElse(null) : null,
                run.times().createdAt(),
                run.times().startedAt(),
                run.times().completedAt(),
                seconds(run, now),
                files(run.outcome()),
                run.version(),
                error(run.outcome()),
                run.attempts(),
                Traces.traceId(spec.traceparent()),
                spec.config());
    }

    /// Of the last step while it runs, of the whole run once it is done.
    private static @Nullable Double tokensPerSecond(TrainingRun run) {
        Double last = run.progress().tokensPerSecond();
        Map<String, Double> metrics = run.outcome() instanceof Outcome.Adapter adapter ? adapter.metrics() : Map.of();
        Double mean = metrics.get("tokens_per_second");
        return mean == null ? last : mean;
    }

    private static @Nullable Double seconds(TrainingRun run, Instant now) {
        Instant started = run.times().startedAt();
        if (started == null) {
            return null;
        }
        Instant completed = run.times().completedAt();
        return Duration.between(started, completed == null ? now : completed).toMillis() / 1000.0;
    }

    private static @Nullable List<ArtifactFile> files(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Adapter adapter ? adapter.files() : null;
    }

    private static @Nullable ProblemDetail error(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Failure error ? error.problem() : null;
    }
}
