package io.graft.modelserver.inference;

import io.graft.engine.generation.Generation;
import io.graft.modelserver.base.BaseModel;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.stream.DoubleStream;

/// The metrics that OpenTelemetry's conventions for generative AI name, with their bucket limits; the tails are longer,
/// because a CPU takes its time. Every one is labelled with base model and adapter, so that versions can be compared.
@ApplicationScoped
class InferenceMetrics {

    private static final Duration[] REQUEST = seconds(doubling(0.01, 655.36));
    private static final Duration[] FIRST_TOKEN = seconds(DoubleStream.concat(
            DoubleStream.of(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10),
            DoubleStream.of(25, 50, 100)));
    private static final Duration[] PER_TOKEN = seconds(DoubleStream.concat(
            DoubleStream.of(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5),
            DoubleStream.of(5, 10)));
    private static final double[] TOKENS = DoubleStream.iterate(1, limit -> limit <= 67_108_864, limit -> limit * 4)
            .toArray();

    private final MeterRegistry registry;
    private final BaseModel base;

    InferenceMetrics(MeterRegistry registry, BaseModel base) {
        this.registry = registry;
        this.base = base;
    }

    /// Takes the time of one operation.
    ///
    /// @param operation `chat`, `text_completion` or `embeddings`
    Watch start(String operation, Served served) {
        return new Watch(Tags.of(
                "gen_ai.operation.name", operation,
                "gen_ai.provider.name", "graft",
                "gen_ai.request.model", served.name(),
                "model", base.name(),
                "adapter", served.adapterName()));
    }

    /// The times of one operation; for the one thread that does it.
    final class Watch {

        private final Tags tags;
        private final long begun = System.nanoTime();
        private long first;
        private long last;

        private Watch(Tags tags) {
            this.tags = tags;
        }

        void token() {
            last = System.nanoTime();
            if (first == 0) {
                first = last;
            }
        }

        void finish(Generation text) {
            request("none");
            timer("gen_ai.server.time_to_first_token", FIRST_TOKEN, tags).record(Duration.ofNanos(first - begun));
            int more = text.tokens().size() - 1;
            if (more > 0) {
                timer("gen_ai.server.time_per_output_token", PER_TOKEN, tags)
                        .record(Duration.ofNanos((last - first) / more));
            }
            tokens("input", text.promptTokens());
            tokens("output", text.tokens().size());
        }

        /// Texts became vectors: nothing was written.
        void finish(int inputTokens) {
            request("none");
            tokens("input", inputTokens);
        }

        void fail(RuntimeException failure) {
            request(failure.getClass().getSimpleName());
        }

        private void request(String error) {
            timer("gen_ai.server.request.duration", REQUEST, tags.and("error.type", error))
                    .record(Duration.ofNanos(System.nanoTime() - begun));
        }

        private void tokens(String type, int count) {
            DistributionSummary.builder("gen_ai.client.token.usage")
                    .tags(tags.and("gen_ai.token.type", type))
                    .serviceLevelObjectives(TOKENS)
                    .register(registry)
                    .record(count);
        }
    }

    private Timer timer(String name, Duration[] buckets, Tags tags) {
        return Timer.builder(name).tags(tags).serviceLevelObjectives(buckets).register(registry);
    }

    private static DoubleStream doubling(double from, double to) {
        return DoubleStream.iterate(from, limit -> limit <= to, limit -> limit * 2);
    }

    private static Duration[] seconds(DoubleStream limits) {
        return limits.mapToObj(limit -> Duration.ofNanos(Math.round(limit * 1e9)))
                .toArray(Duration[]::new);
    }
}
