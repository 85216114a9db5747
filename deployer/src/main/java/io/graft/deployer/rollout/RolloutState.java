package io.graft.deployer.rollout;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.graft.contracts.deployment.DeploymentApi;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a rollout stands. A state says what the world shall look like; the reconciler makes it so and then moves on.
/// The JSON form is what is kept in the database.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RolloutState.Pending.class, name = "pending"),
    @JsonSubTypes.Type(value = RolloutState.Preparing.class, name = "preparing"),
    @JsonSubTypes.Type(value = RolloutState.Shifting.class, name = "shifting"),
    @JsonSubTypes.Type(value = RolloutState.Watching.class, name = "watching"),
    @JsonSubTypes.Type(value = RolloutState.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = RolloutState.Promoting.class, name = "promoting"),
    @JsonSubTypes.Type(value = RolloutState.RollingBack.class, name = "rolling_back"),
    @JsonSubTypes.Type(value = RolloutState.Promoted.class, name = "promoted"),
    @JsonSubTypes.Type(value = RolloutState.RolledBack.class, name = "rolled_back"),
    @JsonSubTypes.Type(value = RolloutState.Aborted.class, name = "aborted"),
    @JsonSubTypes.Type(value = RolloutState.Failed.class, name = "failed")
})
public sealed interface RolloutState {

    /// The same as callers see it.
    DeploymentApi.RolloutState status();

    /// Whether the reconciler still has work with it; only then it keeps other rollouts of the model waiting.
    @JsonIgnore
    default boolean isActive() {
        return !status().isFinal();
    }

    /// When it came to its end; null before.
    default @Nullable Instant endedAt() {
        return switch (this) {
            case Promoted promoted -> promoted.at();
            case RolledBack back -> back.at();
            case Aborted aborted -> aborted.at();
            case Failed failed -> failed.at();
            case Pending _, Preparing _, Shifting _, Watching _, Paused _, Promoting _, RollingBack _ -> null;
        };
    }

    /// Accepted; begins when no other rollout of the model is active.
    record Pending() implements RolloutState {
        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.pending;
        }

        Preparing begin(Instant at, @Nullable String previousVersion) {
            return new Preparing(at, previousVersion);
        }
    }

    /// The adapter is being loaded and must answer; no traffic yet.
    record Preparing(Instant since, @Nullable String previousVersion) implements RolloutState {
        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.preparing;
        }
    }

    /// The gateway is being told the weight of the step.
    record Shifting(int step) implements RolloutState {
        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.shifting;
        }

        /// The gateway has it.
        Watching acknowledge(Instant at) {
            return new Watching(step, at, at, 0);
        }

        Paused pause(Instant at, Pause cause) {
            return new Paused(step, at, at, cause);
        }
    }

    /// The weight stands; evidence on the version is gathered and judged.
    ///
    /// @param since       when the gateway acknowledged the weight: evidence of the step counts from here
    /// @param lastLook    when evidence was last asked for
    /// @param errorsInRow looks in a row that could not be taken
    record Watching(int step, Instant since, Instant lastLook, int errorsInRow) implements RolloutState {
        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.shifting;
        }

        boolean isOlderThan(Duration age, Instant now) {
            return !now.isBefore(since.plus(age));
        }

        Watching looked(Instant at, int errors) {
            return new Watching(step, since, at, errors);
        }

        Paused pause(Instant at, Pause cause) {
            return new Paused(step, since, at, cause);
        }
    }

    /// The weight stays where it is until a person decides; a failing version is still rolled back.
    record Paused(int step, Instant since, Instant lastLook, Pause cause) implements RolloutState {
        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.paused;
        }

        Paused looked(Instant at) {
            return new Paused(step, since, at, cause);
        }

        /// The step begins anew, with a new time to gather evidence in.
        Shifting resume() {
            return new Shifting(step);
        }
    }

    /// All traffic goes to the version without further evidence: by a person's word, or because nothing served before.
    record Promoting() implements RolloutState {
        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.shifting;
        }
    }

    /// All traffic goes back to what served before.
    ///
    /// @param since when the verdict fell: recovery is measured from here
    /// @param cause the verdict in words
    record RollingBack(Instant since, String cause, Ending ending) implements RolloutState {
        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.rolling_back;
        }

        RolloutState end(Instant at) {
            double seconds = seconds(at);
            return switch (ending) {
                case ROLLED_BACK -> new RolledBack(at, seconds);
                case ABORTED -> new Aborted(at, seconds);
            };
        }

        Failed giveUp(Instant at) {
            return new Failed(at, this, null);
        }

        double seconds(Instant at) {
            return Duration.between(since, at).toNanos() / 1e9;
        }
    }

    record Promoted(Instant at) implements RolloutState {
        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.promoted;
        }

        RollingBack rollBack(Instant now, String cause) {
            return new RollingBack(now, cause, Ending.ROLLED_BACK);
        }
    }

    record RolledBack(Instant at, double recoverySeconds) implements RolloutState {
        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.rolled_back;
        }
    }

    record Aborted(Instant at, double recoverySeconds) implements RolloutState {
        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.aborted;
        }
    }

    /// @param unfinished      the way back that took too long and is still tried; absent where none is needed
    /// @param recoverySeconds how long it took in the end
    record Failed(
            Instant at,
            @Nullable RollingBack unfinished,
            @Nullable Double recoverySeconds) implements RolloutState {

        @Override
        public DeploymentApi.RolloutState status() {
            return DeploymentApi.RolloutState.failed;
        }

        @Override
        public boolean isActive() {
            return unfinished != null;
        }
    }

    /// Why a rollout stands still.
    enum Pause {
        PERSON,
        NO_EVIDENCE,
        UNREADABLE_EVIDENCE,
        FAILED_VERDICT
    }

    /// What a way back ends in.
    enum Ending {
        ROLLED_BACK,
        ABORTED
    }
}
