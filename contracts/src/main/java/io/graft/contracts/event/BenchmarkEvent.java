package io.graft.contracts.event;

import io.graft.contracts.ProblemDetail;
import io.graft.contracts.benchmark.BenchmarkApi;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `graft.benchmarks`. The loop's runs carry `model` and `version` of the candidate; a run that a person asked for
/// has no version and moves nothing.
public sealed interface BenchmarkEvent extends GraftEvent {

    String model();

    @Override
    default String key() {
        return model();
    }

    record RunQueued(UUID runId, String model, @Nullable String version, List<String> benchmarks)
            implements BenchmarkEvent {}

    record RunStarted(UUID runId, String model, @Nullable String version) implements BenchmarkEvent {}

    record RunCompleted(UUID runId, String model, @Nullable String version, List<BenchmarkApi.Result> results)
            implements BenchmarkEvent {}

    record RunFailed(UUID runId, String model, @Nullable String version, ProblemDetail error)
            implements BenchmarkEvent {}
}
