package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.deployer.analysis.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A checked [RolloutConfig] in the types that decisions are made with.
public record RolloutSettings(
        boolean validation,
        boolean autoRollback,
        Duration interval,
        Duration lookInterval,
        Duration validationTimeout,
        Duration rollbackTimeout,
        Limits limits) {

    private static final double MILLIS = 1000;

    static RolloutSettings of(RolloutConfig given) {
        RolloutConfig config = given.withDefaults();
        return new RolloutSettings(
                set(config.validationEnabled(), "validation_enabled"),
                set(config.autoRollback(), "auto_rollback"),
                seconds(set(config.interval(), "interval")),
                seconds(set(config.healthCheckInterval(), "health_check_interval")),
                seconds(set(config.validationTimeout(), "validation_timeout")),
                seconds(set(config.rollbackTimeout(), "rollback_timeout")),
                new Limits(
                        set(config.maxErrorRate(), "max_error_rate"),
                        config.maxLatency(),
                        config.minAccuracy(),
                        set(config.minRequests(), "min_requests"),
                        set(config.minFeedback(), "min_feedback")));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * MILLIS));
    }

    private static <T> T set(@Nullable T value, String field) {
        if (value == null) {
            throw new IllegalStateException(field + " has no value although defaults were filled in");
        }
        return value;
    }
}
