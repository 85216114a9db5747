package io.graft.deployer.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a rollout has come.
///
/// @param weight    percent of traffic that the gateway last acknowledged
/// @param step      the step it is at or was at last
/// @param reason    why it is where it is, or what it waits for
/// @param startedAt when it left the queue: evidence of the rollout counts from here
public record Progress(
        int weight,
        int step,
        String reason,
        Instant createdAt,
        @Nullable Instant startedAt,
        Instant updatedAt) {

    static Progress created(String reason, Instant at) {
        return new Progress(0, 0, reason, at, null, at);
    }
}
