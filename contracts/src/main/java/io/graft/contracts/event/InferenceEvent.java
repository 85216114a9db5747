package io.graft.contracts.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `graft.inference`.
public sealed interface InferenceEvent extends GraftEvent {

    String model();

    @Override
    default String key() {
        return model();
    }

    record PredictionRecorded(
            UUID requestId,
            String model,
            String version,
            String prompt,
            @Nullable String completion,
            double latencyMs,
            @Nullable String error,
            Instant at)
            implements InferenceEvent {}

    record FeedbackRecorded(
            UUID requestId,
            String model,
            String version,
            @Nullable String label,
            boolean correct) implements InferenceEvent {}
}
