package io.graft.registry.event;

import io.graft.contracts.ContractJson;
import io.graft.contracts.event.TrainingEvent.RunSucceeded;
import io.graft.contracts.registry.RegistryApi.Lineage;
import io.graft.contracts.registry.RegistryApi.RegisterRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A succeeded run, said as a registration: pure.
final class TrainedVersion {

    private TrainedVersion() {}

    /// @param traceId of the trace that holds the whole story
    static RegisterRequest of(RunSucceeded run, @Nullable String traceId) {
        return new RegisterRequest(
                run.modelName(),
                null,
                run.baseModel(),
                null,
                Map.of(),
                Map.of("duration_seconds", Double.toString(run.durationSeconds())),
                ContractJson.mapper().valueToTree(run.config()),
                run.metrics(),
                run.adapter(),
                new Lineage(
                        run.runId(),
                        run.datasetName(),
                        run.datasetVersion(),
                        run.datasetKind(),
                        run.train().digest(),
                        run.test() == null ? null : run.test().digest(),
                        run.parentVersion(),
                        run.baseModelDigest(),
                        traceId));
    }
}
