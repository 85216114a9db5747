package io.graft.modelserver.admission;

import io.graft.kit.problem.Problem;
import io.graft.modelserver.ModelServerConfig;
import io.graft.modelserver.base.BaseModel;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets in as many texts as are written together, in the order of their coming; a few may wait, more are refused.
@Startup // so that its gauges are there before the first request
@ApplicationScoped
public class Admission {

    private final int places;
    private final int queue;
    private final Duration retryAfter;
    private final Semaphore free;
    private final AtomicInteger waiting = new AtomicInteger();

    Admission(int places, int queue, Duration retryAfter) {
        this.places = places;
        this.queue = queue;
        this.retryAfter = retryAfter;
        this.free = new Semaphore(places, true);
    }

    @Inject
    Admission(ModelServerConfig config, BaseModel base, MeterRegistry metrics) {
        this(config.concurrency(), config.queue(), config.retryAfter());
        Gauge.builder("vllm:num_requests_running", this, Admission::running)
                .tag("model_name", base.name())
                .register(metrics);
        Gauge.builder("vllm:num_requests_waiting", this, Admission::waiting)
                .tag("model_name", base.name())
                .register(metrics);
    }

    /// A place among the texts that are written, until it is closed; closing twice is fine.
    public final class Ticket implements AutoCloseable {

        private final AtomicBoolean open = new AtomicBoolean(true);

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                free.release();
            }
        }
    }

    /// Waits for a place.
    ///
    /// @throws Problem.OverQuota if too many wait already
    public Ticket enter() {
        if (free.tryAcquire()) {
            return new Ticket();
        }
        if (waiting.incrementAndGet() > queue) {
            waiting.decrementAndGet();
            throw new Problem.OverQuota(
                    places + " requests are answered and " + queue + " wait: no room for more", retryAfter);
        }
        try {
            free.acquire();
            return new Ticket();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("the server is stopping", retryAfter);
        } finally {
            waiting.decrementAndGet();
        }
    }

    public int running() {
        return places - free.availablePermits();
    }

    public int waiting() {
        return waiting.get();
    }
}
