package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.deployment.DeploymentApi.Strategy;
import io.graft.contracts.inference.InferenceApi.VersionStats;
import io.graft.deployer.analysis.Evidence;
import io.graft.deployer.analysis.Health;
import io.graft.deployer.rollout.Observation.Sight;
import io.graft.deployer.traffic.TrafficPlan;
import io.graft.deployer.traffic.TrafficSplit;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rollouts and observations to decide on: version 2 of `desk` beside version 1, a canary with the default steps.
final class Sample {

    static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");

    private Sample() {}

    static Instant after(double seconds) {
        return T0.plusMillis(Math.round(seconds * 1000));
    }

    static Rollout rollout(RolloutState state) {
        return rollout(state, "1", Strategy.canary, config(true, true));
    }

    static Rollout first(RolloutState state) {
        return rollout(state, null, Strategy.canary, config(true, true));
    }

    static Rollout rollout(RolloutState state, @Nullable String previous, Strategy strategy, RolloutConfig config) {
        return new Rollout(
                new RolloutId(new UUID(0, 1)),
                3,
                new Subject("desk", "2", previous, "local"),
                strategy,
                config,
                TrafficPlan.of(strategy, config),
                state,
                new Progress(10, 0, "because", T0, T0, T0),
                null);
    }

    /// Interval 60 s, time-out 600 s, look every second, rollback within 60 s, 20 requests, 5 % errors.
    static RolloutConfig config(boolean validation, boolean autoRollback) {
        return new RolloutConfig(
                        null,
                        null,
                        null,
                        null,
                        validation,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        autoRollback,
                        null,
                        null)
                .withDefaults();
    }

    static Seen seen(double seconds) {
        return new Seen(
                after(seconds),
                new Sight.Seen<>(Set.of("1", "2")),
                new Sight.Seen<>(TrafficSplit.all("1")),
                new Health.NotAsked(),
                new Evidence.NotDue());
    }

    /// An observation in the making.
    record Seen(
            Instant now, Sight<Set<String>> adapters, Sight<TrafficSplit> traffic, Health health, Evidence evidence) {

        Seen loaded(String... versions) {
            return new Seen(now, new Sight.Seen<>(Set.of(versions)), traffic, health, evidence);
        }

        Seen noServer() {
            return new Seen(now, new Sight.Unreachable<>("no model server"), traffic, health, evidence);
        }

        Seen split(TrafficSplit split) {
            return new Seen(now, adapters, new Sight.Seen<>(split), health, evidence);
        }

        Seen at(int weight) {
            return split(TrafficSplit.of("2", "1", weight));
        }

        Seen noGateway() {
            return new Seen(now, adapters, new Sight.Unreachable<>("no gateway"), health, evidence);
        }

        Seen health(Health answer) {
            return new Seen(now, adapters, traffic, answer, evidence);
        }

        Seen requests(long requests, long errors) {
            VersionStats stats = new VersionStats("desk", "2", requests, errors, 0, 5.0, 9.0, 9.0, 0, 0, null);
            return new Seen(now, adapters, traffic, health, new Evidence.Read(stats, stats));
        }

        Seen unreadable() {
            return new Seen(now, adapters, traffic, health, new Evidence.Unreadable("no gateway"));
        }

        Observation observation() {
            return new Observation(now, adapters, traffic, health, evidence);
        }
    }
}
