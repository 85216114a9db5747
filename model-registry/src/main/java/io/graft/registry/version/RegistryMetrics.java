package io.graft.registry.version;

import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.registry.artifact.FolderArtifacts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/// `graft_registry_versions_total{stage}`: versions that came to a stage; `graft_registry_artifact_bytes`.
@ApplicationScoped
class RegistryMetrics {

    private static final String VERSIONS = "graft.registry.versions";

    private final MeterRegistry meters;
    private final FolderArtifacts artifacts;

    RegistryMetrics(MeterRegistry meters, FolderArtifacts artifacts) {
        this.meters = meters;
        this.artifacts = artifacts;
    }

    /// All are there from the start, so that a rate over them never begins with a gap.
    void register(@Observes StartupEvent started) {
        for (Stage stage : Stage.values()) {
            meters.counter(VERSIONS, "stage", stage.name());
        }
        Gauge.builder("graft.registry.artifact", artifacts, FolderArtifacts::totalBytes)
                .baseUnit(BaseUnits.BYTES)
                .register(meters);
    }

    void count(@Observes(during = TransactionPhase.AFTER_SUCCESS) StageReached reached) {
        meters.counter(VERSIONS, "stage", reached.stage().name()).increment();
    }
}
