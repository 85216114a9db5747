package io.graft.cli.engine;

import io.graft.engine.compute.Compute;
import io.graft.engine.compute.KernelChoice;
import io.graft.engine.compute.Workers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What of the machine a command uses.
final class Machine {

    @Option(names = "--threads", description = "threads that compute (default: one per core)")
    private @Nullable Integer threads;

    @Option(names = "--kernels", description = "kernels by name (default: the fastest that run here)")
    private @Nullable String kernels;

    Compute compute() {
        KernelChoice choice = KernelChoice.choose(Optional.ofNullable(kernels));
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        return new Compute(choice, new Workers(count));
    }
}
