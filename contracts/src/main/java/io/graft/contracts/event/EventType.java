package io.graft.contracts.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which record is which `ce_type` on which topic: the only place that knows.
public enum EventType {
    TRAINING_RUN_QUEUED("training.run.queued", TrainingEvent.RunQueued.class),
    TRAINING_RUN_STARTED("training.run.started", TrainingEvent.RunStarted.class),
    TRAINING_RUN_PROGRESSED("training.run.progressed", TrainingEvent.RunProgressed.class),
    TRAINING_RUN_SUCCEEDED("training.run.succeeded", TrainingEvent.RunSucceeded.class),
    TRAINING_RUN_FAILED("training.run.failed", TrainingEvent.RunFailed.class),
    TRAINING_RUN_CANCELLED("training.run.cancelled", TrainingEvent.RunCancelled.class),
    VERSION_REGISTERED("registry.version.registered", RegistryEvent.VersionRegistered.class),
    VERSION_EVALUATED("registry.version.evaluated", RegistryEvent.VersionEvaluated.class),
    APPROVAL_REQUESTED("registry.version.approval_requested", RegistryEvent.ApprovalRequested.class),
    VERSION_APPROVED("registry.version.approved", RegistryEvent.VersionApproved.class),
    VERSION_REJECTED("registry.version.rejected", RegistryEvent.VersionRejected.class),
    VERSION_ARCHIVED("registry.version.archived", RegistryEvent.VersionArchived.class),
    ALIAS_MOVED("registry.alias.moved", RegistryEvent.AliasMoved.class),
    BENCHMARK_RUN_QUEUED("benchmark.run.queued", BenchmarkEvent.RunQueued.class),
    BENCHMARK_RUN_STARTED("benchmark.run.started", BenchmarkEvent.RunStarted.class),
    BENCHMARK_RUN_COMPLETED("benchmark.run.completed", BenchmarkEvent.RunCompleted.class),
    BENCHMARK_RUN_FAILED("benchmark.run.failed", BenchmarkEvent.RunFailed.class),
    ROLLOUT_STARTED("deployment.rollout.started", DeploymentEvent.RolloutStarted.class),
    ROLLOUT_STEPPED("deployment.rollout.stepped", DeploymentEvent.RolloutStepped.class),
    ROLLOUT_PAUSED("deployment.rollout.paused", DeploymentEvent.RolloutPaused.class),
    ROLLOUT_PROMOTED("deployment.rollout.promoted", DeploymentEvent.RolloutPromoted.class),
    ROLLOUT_ROLLED_BACK("deployment.rollout.rolled_back", DeploymentEvent.RolloutRolledBack.class),
    ROLLOUT_FAILED("deployment.rollout.failed", DeploymentEvent.RolloutFailed.class),
    PREDICTION_RECORDED("inference.prediction.recorded", InferenceEvent.PredictionRecorded.class),
    FEEDBACK_RECORDED("inference.feedback.recorded", InferenceEvent.FeedbackRecorded.class);

    private static final Map<String, EventType> BY_TYPE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::type, Function.identity()));
    private static final Map<Class<?>, EventType> BY_BODY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(EventType::body, Function.identity()));

    private final String type;
    private final Class<? extends GraftEvent> body;

    EventType(String suffix, Class<? extends GraftEvent> body) {
        this.type = "io.graft." + suffix;
        this.body = body;
    }

    /// `ce_type`.
    public String type() {
        return type;
    }

    public Class<? extends GraftEvent> body() {
        return body;
    }

    public static EventType of(GraftEvent event) {
        EventType found = BY_BODY.get(event.getClass());
        if (found == null) {
            throw new IllegalStateException(
                    "no event type for " + event.getClass().getName());
        }
        return found;
    }

    /// Empty for a type that this version does not know.
    public static Optional<EventType> named(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    public static String topic(GraftEvent event) {
        return switch (event) {
            case TrainingEvent _ -> Topics.TRAINING;
            case RegistryEvent _ -> Topics.REGISTRY;
            case BenchmarkEvent _ -> Topics.BENCHMARKS;
            case DeploymentEvent _ -> Topics.DEPLOYMENT;
            case InferenceEvent _ -> Topics.INFERENCE;
        };
    }
}
