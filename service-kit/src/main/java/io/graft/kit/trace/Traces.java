package io.graft.kit.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries one trace through what OpenTelemetry does not see: rows in a table, other processes, loops.
/// The carrier is always the text of W3C's `traceparent`.
@ApplicationScoped
public class Traces {

    private static final String TRACEPARENT = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private final OpenTelemetry telemetry;

    Traces(OpenTelemetry telemetry) {
        this.telemetry = telemetry;
    }

    /// The present span's `traceparent`; null outside every span.
    public static @Nullable String current() {
        Map<String, String> carrier = new HashMap<>();
        W3C.inject(Context.current(), carrier, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return carrier.get(TRACEPARENT);
    }

    /// The trace id (32 hexadecimal digits) in a `traceparent`; null for null.
    public static @Nullable String traceId(@Nullable String traceparent) {
        return traceparent == null || traceparent.length() < 35 ? null : traceparent.substring(3, 35);
    }

    /// Runs `work` in a new span below the one that `traceparent` names; below the present one when it is null.
    public <T> T continueFrom(
            @Nullable String traceparent, String spanName, Map<String, String> attributes, Supplier<T> work) {
        return inSpan(traceparent, spanName, SpanKind.INTERNAL, attributes, work);
    }

    /// The same for work without a result.
    public void continueFrom(
            @Nullable String traceparent, String spanName, Map<String, String> attributes, Runnable work) {
        inSpan(traceparent, spanName, SpanKind.INTERNAL, attributes, () -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    /// As [#continueFrom], with the span's kind: producer and consumer for messages.
    public <T> T inSpan(
            @Nullable String traceparent,
            String spanName,
            SpanKind kind,
            Map<String, String> attributes,
            Supplier<T> work) {
        SpanBuilder builder = telemetry
                .getTracer("io.graft")
                .spanBuilder(spanName)
                .setSpanKind(kind)
                .setParent(parent(traceparent));
        attributes.forEach(builder::setAttribute);
        Span span = builder.startSpan();
        try (Scope _ = span.makeCurrent()) {
            return work.get();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
            span.recordException(e);
            throw e;
        } finally {
            span.end();
        }
    }

    private static Context parent(@Nullable String traceparent) {
        return traceparent == null
                ? Context.current()
                : W3C.extract(Context.root(), Map.of(TRACEPARENT, traceparent), new Getter());
    }

    private static final class Getter implements TextMapGetter<Map<String, String>> {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return List.copyOf(carrier.keySet());
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
