package io.graft.deployer.analysis;

import org.jspecify.annotations.Nullable;

/// What a new version must keep to.
///
/// @param maxErrorRate share of failed requests, 0 to 1
/// @param maxLatency   milliseconds, 95th percentile; absent: not judged
/// @param minAccuracy  share of feedback that agrees, 0 to 1; absent: not judged
/// @param minRequests  requests of a step from which on error rate and latency are judged
/// @param minFeedback  feedback of the rollout from which on accuracy is judged
public record Limits(
        double maxErrorRate,
        @Nullable Double maxLatency,
        @Nullable Double minAccuracy,
        int minRequests,
        int minFeedback) {}
