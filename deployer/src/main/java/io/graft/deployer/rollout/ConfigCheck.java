package io.graft.deployer.rollout;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds every wrong field of a rollout's configuration.
final class ConfigCheck {

    private static final int MOST_INSTANCES = 100;

    private final List<FieldError> errors = new ArrayList<>();

    private ConfigCheck() {}

    static List<FieldError> check(Strategy strategy, RolloutConfig config) {
        ConfigCheck check = new ConfigCheck();
        check.steps(strategy, config);
        check.within("max_instances", config.maxInstances(), 1, MOST_INSTANCES);
        check.within("traffic_shift", config.trafficShift(), 1, 100);
        check.positive("interval", config.interval());
        check.positive("validation_timeout", config.validationTimeout());
        check.positive("rollback_timeout", config.rollbackTimeout());
        check.positive("health_check_interval", config.healthCheckInterval());
        check.positive("max_latency", config.maxLatency());
        check.rate("min_accuracy", config.minAccuracy());
        check.rate("max_error_rate", config.maxErrorRate());
        check.within("min_requests", config.minRequests(), 1, Integer.MAX_VALUE);
        check.within("min_feedback", config.minFeedback(), 1, Integer.MAX_VALUE);
        return List.copyOf(check.errors);
    }

    private void steps(Strategy strategy, RolloutConfig config) {
        List<Integer> steps = config.steps();
        if (steps == null) {
            return;
        }
        if (strategy != Strategy.canary) {
            add("steps", "go with strategy canary alone, the strategy is " + strategy);
        }
        if (config.trafficShift() != null) {
            add("steps", "and traffic_shift exclude each other: give one of both");
        }
        if (!rises(steps)) {
            add("steps", "must rise from at least 1 and end with 100, are " + steps);
        }
    }

    private static boolean rises(List<? extends @Nullable Integer> steps) {
        int last = 0;
        for (Integer step : steps) {
            if (step == null || step <= last) {
                return false;
            }
            last = step;
        }
        return last == 100;
    }

    private void within(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            String upTo = most == Integer.MAX_VALUE ? "" : " and at most " + most;
            add(field, "must be at least " + least + upTo + ", is " + value);
        }
    }

    private void positive(String field, @Nullable Double value) {
        if (value != null && !(value > 0 && Double.isFinite(value))) {
            add(field, "must be above 0, is " + value);
        }
    }

    private void rate(String field, @Nullable Double value) {
        if (value != null && !(value >= 0 && value <= 1)) {
            add(field, "must be 0 to 1, is " + value);
        }
    }

    private void add(String field, String message) {
        errors.add(new FieldError("config." + field, message));
    }
}
