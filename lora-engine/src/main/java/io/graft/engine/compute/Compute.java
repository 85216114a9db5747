package io.graft.engine.compute;

import io.graft.engine.kernel.Kernels;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kernels and the threads that models compute with.
public record Compute(KernelChoice choice, Workers workers) {

    /// System property with the number of threads; one per core where it is not set.
    public static final String THREADS = "graft.engine.threads";

    private static final Logger LOG = LoggerFactory.getLogger(Compute.class);

    /// What this process uses unless told otherwise: one pool for all models, made on first use.
    public static Compute shared() {
        return Holder.SHARED;
    }

    public Kernels kernels() {
        return choice.kernels();
    }

    public WeightFormat format() {
        return choice.format();
    }

    /// The same kernels and threads, with the format that suits a model.
    ///
    /// @param weights how many numbers the model has
    public Compute forModel(long weights, Precision precision) {
        WeightFormat format = choice.format().forModel(weights, precision);
        return new Compute(new KernelChoice(choice.kernels(), format, choice.reason()), workers);
    }

    /// Rows of `tokens` that one task takes through a chain of layers: about the block that products like, and so that
    /// all threads get the same number of tasks. A few rows stay together, and threads share the weights.
    public int rowsPerTask(int tokens) {
        if (tokens <= FrozenWeights.FEW_ROWS) {
            return Math.max(1, tokens);
        }
        int rounds = Math.ceilDiv(tokens, format().rowBlock() * workers.count());
        return Math.max(1, Math.ceilDiv(tokens, rounds * workers.count()));
    }

    private static Compute fromProperties() {
        KernelChoice choice = KernelChoice.choose(Optional.ofNullable(System.getProperty(KernelChoice.PROPERTY)));
        int threads = Integer.getInteger(THREADS, Runtime.getRuntime().availableProcessors());
        LOG.atInfo()
                .addKeyValue("kernels", choice.kernels().name())
                .addKeyValue("products", choice.format().name())
                .addKeyValue("reason", choice.reason())
                .addKeyValue("threads", threads)
                .log("engine kernels chosen");
        return new Compute(choice, new Workers(threads));
    }

    /// Defers the choice until the engine is first used.
    private static final class Holder {
        private static final Compute SHARED = fromProperties();
    }
}
