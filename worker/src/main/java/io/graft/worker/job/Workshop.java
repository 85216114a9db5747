package io.graft.worker.job;

import io.graft.engine.kernel.Compute;
import io.graft.engine.kernel.KernelChoice;
import io.graft.engine.kernel.Workers;
import io.graft.engine.transformer.CausalModel;
import io.graft.worker.artifact.Artifacts;
import io.graft.worker.report.Reporter;
import io.graft.worker.trace.Tracing;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Where a job is done: its folder, and the ways to the world outside.
public record Workshop(JobFolder folder, BaseModels models, Artifacts artifacts, Reporter reporter, Tracing tracing) {

    /// Which kernels compute.
    public enum Kernels {
        FASTEST,
        SCALAR
    }

    /// @param threads 0 for one per core
    public CausalModel load(String baseModel, int threads, Kernels kernels) throws IOException {
        int count = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        Optional<String> asked = kernels == Kernels.SCALAR ? Optional.of("scalar") : Optional.empty();
        Compute compute = new Compute(KernelChoice.choose(asked), new Workers(count));
        return tracing.span(
                "load model",
                Map.of("graft.base_model", baseModel),
                () -> CausalModel.load(models.find(baseModel), compute));
    }
}
