package io.graft.modelserver.inference;

import io.graft.engine.generation.Generation;
import io.graft.engine.generation.GenerationConfig;
import io.graft.engine.generation.GenerationTimeoutException;
import io.graft.engine.generation.TokenListener;
import io.graft.kit.problem.Problem;
import io.graft.kit.trace.Traces;
import io.graft.modelserver.ModelServerConfig;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

/// Writes a text, measured, and as a span of the caller's trace.
@ApplicationScoped
class Writer {

    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

    private final Traces traces;
    private final InferenceMetrics metrics;
    private final Duration retryAfter;

    Writer(Traces traces, InferenceMetrics metrics, ModelServerConfig config) {
        this.traces = traces;
        this.metrics = metrics;
        this.retryAfter = config.retryAfter();
    }

    /// @param listener hears each token; false stops
    Generation write(Wish wish, TokenListener listener) {
        return traces.continueFrom(
                null,
                wish.operation() + " " + wish.served().name(),
                Map.of(
                        "gen_ai.operation.name", wish.operation(),
                        "gen_ai.provider.name", "graft",
                        "gen_ai.request.model", wish.served().name(),
                        "gen_ai.response.model", wish.served().name()),
                () -> measured(wish, listener));
    }

    private Generation measured(Wish wish, TokenListener listener) {
        describe(wish.config());
        InferenceMetrics.Watch watch = metrics.start(wish.operation(), wish.served());
        try {
            Generation text = wish.served().base().generator().generate(wish.request(), token -> {
                watch.token();
                return listener.onToken(token);
            });
            watch.finish(text);
            describe(text);
            return text;
        } catch (GenerationTimeoutException e) {
            watch.fail(e);
            throw new Problem.Unavailable(String.valueOf(e.getMessage()), retryAfter);
        } catch (CancellationException e) {
            watch.fail(e);
            throw new Problem.Unavailable("the server is stopping", retryAfter);
        } catch (RuntimeException e) {
            watch.fail(e);
            throw e;
        }
    }

    private static void describe(GenerationConfig config) {
        Span.current()
                .setAttribute("gen_ai.request.max_tokens", config.maxTokens())
                .setAttribute("gen_ai.request.temperature", config.temperature())
                .setAttribute("gen_ai.request.top_p", config.topP())
                .setAttribute("gen_ai.request.top_k", config.topK())
                .setAttribute("gen_ai.request.seed", config.seed());
    }

    private static void describe(Generation text) {
        Span.current()
                .setAttribute("gen_ai.usage.input_tokens", text.promptTokens())
                .setAttribute("gen_ai.usage.output_tokens", text.tokens().size())
                .setAttribute(FINISH_REASONS, List.of(text.ending().name().toLowerCase(Locale.ROOT)));
    }
}
