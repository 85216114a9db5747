package io.graft.engine.compute;

import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.ScalarKernels;
import io.graft.engine.kernel.VectorKernels;
import java.util.Optional;

/// Which kernels this process uses, and why.
///
/// @param kernels everything but products with frozen weights
/// @param format  products with frozen weights
public record KernelChoice(Kernels kernels, WeightFormat format, String reason) {

    /// System property that overrides the choice: `scalar`, `vector`, `compact`, `onednn` or `nd4j`.
    public static final String PROPERTY = "graft.engine.kernels";

    /// Chooses for this machine; a name that is asked for wins.
    ///
    /// @throws IllegalArgumentException if the name is unknown or its kernels cannot run here
    public static KernelChoice choose(Optional<String> requested) {
        return requested.map(KernelChoice::named).orElseGet(KernelChoice::best);
    }

    private static KernelChoice named(String name) {
        String reason = PROPERTY + "=" + name;
        return switch (name) {
            case "scalar" -> own(new ScalarKernels(), reason);
            case "vector" -> {
                if (!vectorModule()) {
                    throw new IllegalArgumentException(
                            reason + " needs the JVM option --add-modules jdk.incubator.vector, which is not given");
                }
                yield own(new VectorKernels(), reason + ", " + VectorKernels.lanes() + " floats a vector");
            }
            case "compact" -> {
                Kernels best = own().kernels();
                yield new KernelChoice(best, new CompactFormat(best), reason);
            }
            case "onednn" -> {
                require(reason, OneDnnLibrary.obstacle());
                yield oneDnn(reason);
            }
            case "nd4j" -> {
                require(reason, OpenBlasLibrary.obstacle());
                yield nd4j(reason);
            }
            default ->
                throw new IllegalArgumentException(
                        PROPERTY + " must be scalar, vector, compact, onednn or nd4j, is " + name);
        };
    }

    private static void require(String reason, Optional<String> obstacle) {
        if (obstacle.isPresent()) {
            throw new IllegalArgumentException(reason + " cannot be: " + obstacle.get());
        }
    }

    private static KernelChoice nd4j(String reason) {
        return new KernelChoice(own().kernels(), new OpenBlasFormat(OpenBlas.get()), reason);
    }

    private static KernelChoice oneDnn(String reason) {
        Kernels kernels = own().kernels();
        return new KernelChoice(kernels, new OneDnnFormat(OneDnn.get(), kernels), reason);
    }

    private static KernelChoice best() {
        Optional<String> obstacle = OneDnnLibrary.obstacle();
        KernelChoice own = own();
        if (obstacle.isPresent()) {
            return withoutOneDnn(own, own.reason() + "; " + obstacle.get());
        }
        WeightFormat library = new OneDnnFormat(OneDnn.get(), own.kernels());
        WeightFormat fastest = new FastestFormat(own.format(), new CompactFormat(own.kernels()), library);
        return new KernelChoice(own.kernels(), fastest, own.reason() + "; oneDNN is there");
    }

    private static KernelChoice withoutOneDnn(KernelChoice own, String reason) {
        Optional<String> obstacle = OpenBlasLibrary.obstacle();
        return obstacle.isPresent()
                ? own(own.kernels(), reason + "; " + obstacle.get())
                : nd4j(reason + ", so ND4J's OpenBLAS multiplies weights");
    }

    /// The best of our own kernels.
    private static KernelChoice own() {
        if (!vectorModule()) {
            return own(
                    new ScalarKernels(),
                    "the JVM runs without --add-modules jdk.incubator.vector, so plain loops do the work");
        }
        if (VectorKernels.lanes() < 4) {
            return own(new ScalarKernels(), "the processor has no vectors of at least 4 floats");
        }
        return own(new VectorKernels(), "the processor computes on vectors of " + VectorKernels.lanes() + " floats");
    }

    private static KernelChoice own(Kernels kernels, String reason) {
        return new KernelChoice(kernels, new PanelFormat(kernels), reason);
    }

    private static boolean vectorModule() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }
}
