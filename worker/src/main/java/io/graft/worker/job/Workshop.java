package io.graft.worker.job;

import io.graft.engine.kernel.Compute;
import io.graft.engine.kernel.KernelChoice;
import io.graft.engine.kernel.Precision;
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

    /// Which base model, and how it computes.
    ///
    /// @param threads 0 for one per core
    public record BaseRequest(String name, int threads, Kernels kernels, Precision precision) {}

    public CausalModel load(BaseRequest request) throws IOException {
        int count = request.threads == 0 ? Runtime.getRuntime().availableProcessors() : request.threads;
        Optional<String> asked = request.kernels == Kernels.SCALAR ? Optional.of("scalar") : Optional.empty();
        Compute compute = new Compute(KernelChoice.choose(asked), new Workers(count));
        return tracing.span(
                "load model",
                Map.of("graft.base_model", request.name),
                () -> CausalModel.load(models.find(request.name), compute, request.precision));
    }
}
