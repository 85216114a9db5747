package io.graft.deployer.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.contracts.ContractJson;
import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import io.graft.deployer.traffic.TrafficPlan;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `rollout`.
@Entity
@Table(name = "rollout")
class RolloutEntity {

    @Id
    UUID id = new UUID(0, 0);

    /// The database counts; rises with every rollout asked for.
    @Column(insertable = false, updatable = false)
    long position;

    long revision;
    String model = "";
    String version = "";

    @Nullable
    String previousVersion;

    String environment = "";
    String strategy = "";
    String config = "";
    String steps = "";
    String status = "";
    boolean active;
    String state = "";
    int weight;
    int step;
    String reason = "";

    @Nullable
    String traceparent;

    Instant createdAt = Instant.EPOCH;

    @Nullable
    Instant startedAt;

    Instant updatedAt = Instant.EPOCH;

    @Nullable
    Instant completedAt;

    static RolloutEntity of(Rollout rollout) {
        RolloutEntity row = new RolloutEntity();
        row.id = rollout.id().value();
        row.revision = rollout.revision();
        row.model = rollout.subject().model();
        row.version = rollout.subject().version();
        row.environment = rollout.subject().environment();
        row.strategy = rollout.strategy().name();
        row.config = json(rollout.config());
        row.steps = json(rollout.plan().steps());
        row.traceparent = rollout.traceparent();
        row.createdAt = rollout.progress().createdAt();
        row.take(rollout);
        return row;
    }

    /// Takes over all that changes in the life of a rollout.
    void take(Rollout rollout) {
        RolloutState next = rollout.state();
        Progress progress = rollout.progress();
        previousVersion = rollout.subject().previousVersion();
        status = next.status().name();
        active = next.isActive();
        state = json(next);
        weight = progress.weight();
        step = progress.step();
        reason = progress.reason();
        startedAt = progress.startedAt();
        updatedAt = progress.updatedAt();
        completedAt = next.endedAt();
    }

    Rollout toRollout() {
        return new Rollout(
                new RolloutId(id),
                revision,
                new Subject(model, version, previousVersion, environment),
                Strategy.valueOf(strategy),
                read(config, RolloutConfig.class),
                new TrafficPlan(List.of(read(steps, Integer[].class))),
                read(state, RolloutState.class),
                new Progress(weight, step, reason, createdAt, startedAt, updatedAt),
                traceparent);
    }

    private static String json(Object value) {
        try {
            return ContractJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be kept as JSON: " + value, e);
        }
    }

    private <T> T read(String json, Class<T> type) {
        try {
            return ContractJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rollout " + id + " has an unreadable " + type.getSimpleName(), e);
        }
    }
}
