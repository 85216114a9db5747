package io.graft.worker.job;

import io.graft.engine.compute.Compute;
import io.graft.engine.compute.KernelChoice;
import io.graft.engine.compute.Precision;
import io.graft.engine.compute.Workers;
import io.graft.engine.training.MemoryForecast;
import io.graft.engine.transformer.CausalModel;
import io.graft.worker.artifact.Artifacts;
import io.graft.worker.report.Reporter;
import io.graft.worker.trace.Tracing;
import java.io.IOException;
import java.nio.file.Path;
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

    /// A base model of this machine, not loaded yet.
    public record Base(String name, Path folder, Compute compute, Precision precision) {

        /// Whether a training of it will fit into memory.
        public MemoryForecast forecast() throws IOException {
            return MemoryForecast.of(folder, compute, precision);
        }
    }

    public Base find(BaseRequest request) throws IOException {
        int count = request.threads == 0 ? Runtime.getRuntime().availableProcessors() : request.threads;
        Optional<String> asked = request.kernels == Kernels.SCALAR ? Optional.of("scalar") : Optional.empty();
        Compute compute = new Compute(KernelChoice.choose(asked), new Workers(count));
        return new Base(request.name, models.find(request.name), compute, request.precision);
    }

    public CausalModel load(Base base) throws IOException {
        return tracing.span(
                "load model",
                Map.of("graft.base_model", base.name),
                () -> CausalModel.load(base.folder, base.compute, base.precision));
    }
}
