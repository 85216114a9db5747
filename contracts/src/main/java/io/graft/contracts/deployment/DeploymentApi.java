package io.graft.contracts.deployment;

import io.graft.contracts.ProblemDetail;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Bodies of `/v1/deployment`.
public interface DeploymentApi {

    enum Strategy {
        blue_green,
        canary,
        rolling
    }

    /// `POST /deploy`.
    ///
    /// @param modelPath   the user guide's form of model and version: `NAME/VERSION` or `NAME@VERSION`
    /// @param environment `local` by default
    record DeployRequest(
            @Nullable String modelPath,
            @Nullable String model,
            @Nullable String version,
            @Nullable String environment,
            @Nullable Strategy strategy,
            @Nullable RolloutConfig config) {}

    /// How traffic moves and what stops it. Every field may be absent; [#withDefaults()] fills them in.
    ///
    /// @param steps               percent of traffic, rising, the last one 100
    /// @param interval            seconds that a step lasts at least
    /// @param minRequests         requests that the new version must have answered before a step is judged
    /// @param minAccuracy         share of feedback that agrees, judged from `min_feedback` answers on; absent: not
    ///             judged
    /// @param maxLatency          milliseconds, 95th percentile; absent: not judged
    /// @param maxErrorRate        share of failed requests, 0 to 1
    /// @param validationTimeout   seconds after which a step without enough evidence is inconclusive: the rollout
    ///             pauses
    /// @param healthCheckInterval seconds between two looks at the evidence
    /// @param rollbackTimeout     seconds that a rollback may take before it counts as failed
    record RolloutConfig(
            @Nullable Integer maxInstances,
            @Nullable Integer trafficShift,
            @Nullable List<Integer> steps,
            @Nullable Double interval,
            @Nullable Boolean validationEnabled,
            @Nullable Double validationTimeout,
            @Nullable Double minAccuracy,
            @Nullable Integer minFeedback,
            @Nullable Double maxLatency,
            @Nullable Double maxErrorRate,
            @Nullable Integer minRequests,
            @Nullable Boolean autoRollback,
            @Nullable Double rollbackTimeout,
            @Nullable Double healthCheckInterval) {

        public static RolloutConfig empty() {
            return new RolloutConfig(
                    null, null, null, null, null, null, null, null, null, null, null, null, null, null);
        }

        /// The same with every absent field at its default; `steps` stay absent where the strategy decides them.
        public RolloutConfig withDefaults() {
            return new RolloutConfig(
                    or(maxInstances, 1),
                    trafficShift,
                    steps,
                    or(interval, 60.0),
                    or(validationEnabled, true),
                    or(validationTimeout, 600.0),
                    minAccuracy,
                    or(minFeedback, 20),
                    maxLatency,
                    or(maxErrorRate, 0.05),
                    or(minRequests, 20),
                    or(autoRollback, true),
                    or(rollbackTimeout, 60.0),
                    or(healthCheckInterval, 1.0));
        }

        private static <T> T or(@Nullable T value, T otherwise) {
            return value == null ? otherwise : value;
        }
    }

    record DeployResponse(UUID deploymentId, RolloutState status) {}

    enum RolloutState {
        pending,
        preparing,
        shifting,
        paused,
        promoted,
        rolling_back,
        rolled_back,
        failed,
        aborted;

        public boolean isFinal() {
            return this == promoted || this == rolled_back || this == failed || this == aborted;
        }
    }

    /// `GET /status/{deployment_id}`.
    ///
    /// @param previousVersion what served before, and what a rollback returns to; absent for a first rollout
    /// @param reason          why it is where it is
    /// @param recoverySeconds from the verdict against the new version until no request goes to it
    record RolloutView(
            UUID deploymentId,
            String model,
            String version,
            @Nullable String previousVersion,
            String environment,
            Strategy strategy,
            RolloutState status,
            int weight,
            int step,
            List<Integer> steps,
            String reason,
            RolloutConfig config,
            List<Transition> history,
            @Nullable Double recoverySeconds,
            @Nullable ProblemDetail error,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant completedAt,
            @Nullable String traceId) {}

    record Transition(RolloutState status, int weight, String reason, Instant at) {}

    enum Verdict {
        Successful,
        Failed,
        Inconclusive,
        Error
    }

    /// `GET /{id}/analysis`: one look at one metric.
    record Measurement(
            String metric,
            @Nullable Double value,
            @Nullable Double limit,
            long samples,
            Verdict verdict,
            String reason,
            int weight,
            Instant at) {}

    /// `GET /environments`.
    record EnvironmentView(String name, String kind, boolean ready) {}

    /// Body of `POST /rollback/{id}`, `/abort`, `/pause`.
    record ReasonRequest(@Nullable String reason) {}
}
