package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi.Measurement;
import io.graft.contracts.deployment.DeploymentApi.Verdict;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `rollout_measurement`.
@Entity
@Table(name = "rollout_measurement")
class MeasurementEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long seq;

    UUID rolloutId = new UUID(0, 0);
    String metric = "";

    @Nullable
    Double value;

    @Nullable
    Double bound;

    long samples;
    String verdict = "";
    String reason = "";
    int weight;
    Instant at = Instant.EPOCH;

    static MeasurementEntity of(RolloutId rollout, Measurement measurement) {
        MeasurementEntity row = new MeasurementEntity();
        row.rolloutId = rollout.value();
        row.metric = measurement.metric();
        row.value = measurement.value();
        row.bound = measurement.limit();
        row.samples = measurement.samples();
        row.verdict = measurement.verdict().name();
        row.reason = measurement.reason();
        row.weight = measurement.weight();
        row.at = measurement.at();
        return row;
    }

    /// Whether a look says nothing that this row does not say.
    boolean saysTheSame(Measurement look) {
        return samples == look.samples()
                && weight == look.weight()
                && verdict.equals(look.verdict().name())
                && reason.equals(look.reason());
    }

    Measurement toMeasurement() {
        return new Measurement(metric, value, bound, samples, Verdict.valueOf(verdict), reason, weight, at);
    }
}
