package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi.Measurement;
import io.graft.deployer.rollout.RolloutState.RolledBack;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What monitoring sees of rollouts, in the shape that users of Argo Rollouts and Flagger know.
///
/// - `graft_rollout_weight{model,version}`: percent of traffic of each model's newest rollout
/// - `graft_rollout_info{model,version,strategy,phase}`: 1 for the phase it is in
/// - `graft_rollout_duration_seconds{model,status}`: from leaving the queue to the end
/// - `graft_rollout_recovery_seconds{model}`: from a failed verdict to the route without the version
/// - `graft_rollbacks_total{model}`, `graft_analysis_measurements_total{model,metric,verdict}`
@ApplicationScoped
class RolloutMetrics {

    private final MeterRegistry registry;
    private final RolloutStore store;
    private final MultiGauge weight;
    private final MultiGauge info;

    RolloutMetrics(MeterRegistry registry, RolloutStore store) {
        this.registry = registry;
        this.store = store;
        this.weight = MultiGauge.builder("graft.rollout.weight")
                .description("Percent of the model's requests that the version of its newest rollout gets")
                .register(registry);
        this.info = MultiGauge.builder("graft.rollout.info")
                .description("1 for the phase that the model's newest rollout is in")
                .register(registry);
    }

    @Transactional
    void show(@Observes StartupEvent started) {
        show();
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) RolloutChanged change) {
        show();
        Rollout rollout = change.rollout();
        count(rollout, change.looked());
        Instant began = rollout.progress().startedAt();
        Instant ended = rollout.state().endedAt();
        if (began != null && ended != null) {
            end(rollout, Duration.between(began, ended));
        }
    }

    private void count(Rollout rollout, List<Measurement> looked) {
        for (Measurement look : looked) {
            registry.counter(
                            "graft.analysis.measurements",
                            Tags.of(
                                    "model", rollout.subject().model(),
                                    "metric", look.metric(),
                                    "verdict", look.verdict().name()))
                    .increment();
        }
    }

    private void end(Rollout rollout, Duration took) {
        Tags model = Tags.of("model", rollout.subject().model());
        Timer.builder("graft.rollout.duration")
                .tags(model.and("status", rollout.state().status().name()))
                .register(registry)
                .record(took);
        if (rollout.state() instanceof RolledBack back) {
            registry.counter("graft.rollbacks", model).increment();
            registry.timer("graft.rollout.recovery", model)
                    .record(Duration.ofNanos(Math.round(back.recoverySeconds() * 1e9)));
        }
    }

    private void show() {
        List<Rollout> newest = store.newest();
        weight.register(newest.stream().map(RolloutMetrics::weightRow).toList(), true);
        info.register(newest.stream().map(RolloutMetrics::infoRow).toList(), true);
    }

    private static MultiGauge.Row<Number> weightRow(Rollout rollout) {
        return MultiGauge.Row.of(subject(rollout), rollout.progress().weight());
    }

    private static MultiGauge.Row<Number> infoRow(Rollout rollout) {
        Tags tags = subject(rollout)
                .and(
                        "strategy",
                        rollout.strategy().name(),
                        "phase",
                        rollout.state().status().name());
        return MultiGauge.Row.of(tags, 1);
    }

    private static Tags subject(Rollout rollout) {
        return Tags.of(
                "model", rollout.subject().model(), "version", rollout.subject().version());
    }
}
