package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi;
import io.graft.contracts.deployment.DeploymentApi.Transition;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `rollout_transition`.
@Entity
@Table(name = "rollout_transition")
class TransitionEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long seq;

    UUID rolloutId = new UUID(0, 0);
    String status = "";
    int weight;
    String reason = "";
    Instant at = Instant.EPOCH;

    static TransitionEntity of(Rollout rollout) {
        TransitionEntity row = new TransitionEntity();
        row.rolloutId = rollout.id().value();
        row.status = rollout.state().status().name();
        row.weight = rollout.progress().weight();
        row.reason = rollout.progress().reason();
        row.at = rollout.progress().updatedAt();
        return row;
    }

    Transition toTransition() {
        return new Transition(DeploymentApi.RolloutState.valueOf(status), weight, reason, at);
    }

    Numbered toNumbered() {
        if (seq == null) {
            throw new IllegalStateException("a transition of rollout " + rolloutId + " was not stored");
        }
        return new Numbered(seq, toTransition());
    }

    /// A transition with its place in the order of all.
    record Numbered(long seq, Transition transition) {}
}
