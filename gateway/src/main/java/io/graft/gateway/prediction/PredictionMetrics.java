package io.graft.gateway.prediction;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.stream.DoubleStream;

/// Requests and their duration, by model, version and outcome: a canary and its champion side by side.
@ApplicationScoped
class PredictionMetrics {

    /// The bucket limits that OpenTelemetry gives for the duration of a model's operation.
    private static final Duration[] BUCKETS = DoubleStream.iterate(0.01, limit -> limit < 100, limit -> limit * 2)
            .mapToObj(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;

    PredictionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(Prediction prediction) {
        Timer.builder("graft.gateway.request.duration")
                .description("time that the model server took for a request")
                .tag("model", prediction.model())
                .tag("version", prediction.version())
                .tag("outcome", prediction.outcome().code())
                .serviceLevelObjectives(BUCKETS)
                .register(registry)
                .record(prediction.latency());
    }
}
