package io.graft.modelserver.base;

import io.graft.engine.generation.BatchGenerator;
import io.graft.engine.generation.BatchLimits;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import io.graft.kit.problem.Problem;
import io.graft.modelserver.ModelServerConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The base model, loaded once.
@ApplicationScoped
public class BaseModel {

    private static final Logger LOG = LoggerFactory.getLogger(BaseModel.class);

    private final ModelServerConfig config;
    private final Clock clock;
    private volatile @Nullable Loaded loaded;

    public BaseModel(ModelServerConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /// What texts are written with.
    public record Loaded(CausalModel model, Tokenizer tokenizer, BatchGenerator generator, Instant at) {

        /// Tokens of prompt and answer together at most.
        public int positions() {
            return Math.min(model.config().maxPositions(), generator.limits().tokens());
        }
    }

    public String name() {
        return config.baseModel();
    }

    /// Loads the model unless that is done.
    public void load() {
        if (loaded != null) {
            return;
        }
        Path folder = config.modelsDir().toAbsolutePath().normalize().resolve(config.baseModel());
        long begun = System.nanoTime();
        try {
            CausalModel model = CausalModel.load(folder);
            Tokenizer tokenizer = model.tokenizer();
            String digest = model.digest();
            BatchGenerator generator = BatchGenerator.start(model, tokenizer, limits(model), clock);
            loaded = new Loaded(model, tokenizer, generator, clock.instant());
            LOG.atInfo()
                    .addKeyValue("model", name())
                    .addKeyValue("digest", digest)
                    .addKeyValue("seconds", (System.nanoTime() - begun) / 1e9)
                    .log("base model loaded");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the base model " + name() + " cannot be loaded from " + folder + ": " + e.getMessage(), e);
        }
    }

    /// Whoever is let in is written at once: [Admission][io.graft.modelserver.admission.Admission] keeps the queue.
    private BatchLimits limits(CausalModel model) {
        long tokens = config.maxCacheSize().asLongValue() / model.bytesPerCachedToken();
        int texts = config.concurrency();
        return new BatchLimits(texts, (int) Math.clamp(tokens, 2L, Integer.MAX_VALUE), texts, config.timeout());
    }

    /// The loaded model; a problem while there is none.
    public Loaded get() {
        Loaded present = loaded;
        if (present == null) {
            throw new Problem.Unavailable("the base model " + name() + " is still loading", Duration.ofSeconds(1));
        }
        return present;
    }

    @PreDestroy
    void close() {
        Loaded present = loaded;
        if (present != null) {
            present.generator().close();
            present.tokenizer().close();
        }
    }
}
