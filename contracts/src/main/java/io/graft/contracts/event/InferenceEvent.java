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

    /// A request was answered, or failed. A retry under the same request id tells once more only where the first try
    /// never reached its version.
    ///
    /// @param prompt  the text of the only message, or the messages as JSON where there are several; absent where
    ///             prompts are not logged
    /// @param version `base` for the base model without an adapter
    /// @param error   a code, absent for an answer: `version_error`, `unavailable`, `rejected`, `cancelled`
    record PredictionRecorded(
            UUID requestId,
            String model,
            String version,
            @Nullable String prompt,
            @Nullable String completion,
            double latencyMs,
            @Nullable String error,
            Instant at)
            implements InferenceEvent {}

    /// Whether an answer was right. A later one for the same request id replaces it.
    record FeedbackRecorded(
            UUID requestId,
            String model,
            String version,
            @Nullable String label,
            boolean correct) implements InferenceEvent {}
}
