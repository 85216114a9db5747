package io.graft.worker.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The worker's spans, below the span of the service that launched it. Without an endpoint nothing is
/// sent, but calls to other services still carry the trace.
public final class Tracing implements AutoCloseable {

    private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
    private static final String SERVICE = "graft-worker";
    private static final String TRACEPARENT = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final Optional<SdkTracerProvider> provider;
    private final Tracer tracer;
    private final Context parent;

    private Tracing(Optional<SdkTracerProvider> provider, Tracer tracer, Context parent) {
        this.provider = provider;
        this.tracer = tracer;
        this.parent = parent;
    }

    /// @param endpoint    of an OTLP collector: `http://127.0.0.1:4318`
    /// @param traceparent of the launching span
    public static Tracing start(Optional<URI> endpoint, Optional<String> traceparent) {
        Context parent = traceparent
                .map(text -> W3C.extract(Context.root(), Map.of(TRACEPARENT, text), new Getter()))
                .orElse(Context.root());
        if (endpoint.isEmpty()) {
            return new Tracing(Optional.empty(), OpenTelemetry.noop().getTracer(SERVICE), parent);
        }
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.get().resolve("/v1/traces").toString())
                .setTimeout(FLUSH)
                .build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder()
                        .put(SERVICE_NAME, SERVICE)
                        .build())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(Duration.ofSeconds(1))
                        .build())
                .build();
        Tracer tracer =
                OpenTelemetrySdk.builder().setTracerProvider(provider).build().getTracer(SERVICE);
        return new Tracing(Optional.of(provider), tracer, parent);
    }

    /// A part of the work.
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /// Runs a part of the work in a span: below the present one of this thread, or below the launching
    /// span.
    public <T> T span(String name, Map<String, String> attributes, Work<T> work) throws IOException {
        SpanBuilder builder = tracer.spanBuilder(name).setParent(present());
        attributes.forEach(builder::setAttribute);
        Span span = builder.startSpan();
        try (Scope _ = span.makeCurrent()) {
            return work.run();
        } catch (IOException | RuntimeException e) {
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
            span.recordException(e);
            throw e;
        } finally {
            span.end();
        }
    }

    /// The header that carries the trace on: of this thread's span, or of the launching one.
    public Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        W3C.inject(present(), headers, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return headers;
    }

    private Context present() {
        return Span.current().getSpanContext().isValid() ? Context.current() : parent;
    }

    /// Sends what is left, for a few seconds at most.
    @Override
    public void close() {
        provider.ifPresent(sdk -> sdk.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS));
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
