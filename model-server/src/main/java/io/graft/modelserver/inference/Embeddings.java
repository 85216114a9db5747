package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.Embedding;
import io.graft.contracts.inference.OpenAiApi.EmbeddingRequest;
import io.graft.contracts.inference.OpenAiApi.EmbeddingResponse;
import io.graft.contracts.inference.OpenAiApi.EmbeddingUsage;
import io.graft.engine.generation.Embedder;
import io.graft.engine.generation.Embedder.Scaling;
import io.graft.kit.problem.Problem;
import io.graft.kit.trace.Traces;
import io.graft.modelserver.ModelServerConfig;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Turns texts into vectors of length 1, one request after another: a request fills the cores by itself, and memory is
/// that of one text.
@ApplicationScoped
class Embeddings {

    private static final String OPERATION = "embeddings";

    private final ServedModels models;
    private final ModelServerConfig config;
    private final Traces traces;
    private final InferenceMetrics metrics;
    private final Clock clock;
    private final Semaphore turn = new Semaphore(1, true);

    Embeddings(ServedModels models, ModelServerConfig config, Traces traces, InferenceMetrics metrics, Clock clock) {
        this.models = models;
        this.config = config;
        this.traces = traces;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Checks a request, naming the field of what cannot be done.
    EmbeddingWish read(EmbeddingRequest request) {
        Served served = models.find(request.model());
        VectorFormat format = VectorFormat.of(request.encodingFormat());
        int size = served.base().model().config().hiddenSize();
        if (request.dimensions() != null && request.dimensions() != size) {
            throw Problem.Invalid.of(
                    "dimensions", "must be absent or the model's " + size + ", is " + request.dimensions());
        }
        EmbeddingInput input = new EmbeddingInput(served.base(), config.embeddings());
        return new EmbeddingWish(served, input.read(request.input()), format);
    }

    /// @param gone whether the caller has left
    EmbeddingResponse answer(EmbeddingWish wish, BooleanSupplier gone) {
        List<float[]> vectors = traces.continueFrom(
                null,
                OPERATION + " " + wish.served().name(),
                Map.of(
                        "gen_ai.operation.name",
                        OPERATION,
                        "gen_ai.provider.name",
                        "graft",
                        "gen_ai.request.model",
                        wish.served().name(),
                        "gen_ai.response.model",
                        wish.served().name()),
                () -> measured(wish, gone));
        List<Embedding> data = IntStream.range(0, vectors.size())
                .mapToObj(i -> new Embedding("embedding", i, wish.format().write(vectors.get(i))))
                .toList();
        EmbeddingUsage usage = new EmbeddingUsage(wish.tokens(), wish.tokens());
        return new EmbeddingResponse("list", data, wish.served().name(), usage);
    }

    private List<float[]> measured(EmbeddingWish wish, BooleanSupplier gone) {
        Span.current().setAttribute("gen_ai.usage.input_tokens", wish.tokens());
        InferenceMetrics.Watch watch = metrics.start(OPERATION, wish.served());
        Instant deadline = clock.instant().plus(config.timeout());
        try {
            List<float[]> vectors =
                    inTurn(wish, () -> !gone.getAsBoolean() && clock.instant().isBefore(deadline));
            watch.finish(wish.tokens());
            return vectors;
        } catch (CancellationException e) {
            watch.fail(e);
            throw new Problem.Unavailable("the vectors were not ready within " + config.timeout(), config.retryAfter());
        } catch (RuntimeException e) {
            watch.fail(e);
            throw e;
        }
    }

    private List<float[]> inTurn(EmbeddingWish wish, BooleanSupplier wanted) {
        turn.acquireUninterruptibly();
        try {
            Served served = wish.served();
            Embedder embedder =
                    new Embedder(served.base().model(), config.embeddings().pooling(), Scaling.UNIT);
            return embedder.embed(wish.texts(), served.adapter(), wanted);
        } finally {
            turn.release();
        }
    }
}
