package io.graft.gateway.prediction;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One finished request.
///
/// @param version    `base` for the base model without an adapter
/// @param prompt     absent where prompts are not logged
/// @param completion what was answered, also in part; absent where nothing was, or where the answer is no text
/// @param latency    of the model server's answer, without the time that was waited for an absent server
public record Prediction(
        UUID requestId,
        String model,
        String version,
        @Nullable String prompt,
        @Nullable String completion,
        Outcome outcome,
        Duration latency,
        Instant at) {

    double latencyMs() {
        return latency.toNanos() / 1e6;
    }
}
