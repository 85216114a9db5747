package io.graft.kit.event;

import io.graft.kit.loop.Loop;
import io.graft.kit.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/// Starts a consumer for the service's event handler, and ends it before the service ends.
@ApplicationScoped
class EventConsumers {

    private static final Logger LOG = Logger.getLogger(EventConsumers.class);
    private static final Duration CLEANING = Duration.ofHours(1);

    private final Instance<EventHandler> handlers;
    private final KafkaClients kafka;
    private final InboxStore inbox;
    private final Traces traces;
    private final MeterRegistry metrics;
    private final EventsConfig config;
    private final List<AutoCloseable> running = new ArrayList<>();

    EventConsumers(
            Instance<EventHandler> handlers,
            KafkaClients kafka,
            InboxStore inbox,
            Traces traces,
            MeterRegistry metrics,
            EventsConfig config) {
        this.handlers = handlers;
        this.kafka = kafka;
        this.inbox = inbox;
        this.traces = traces;
        this.metrics = metrics;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        for (EventHandler handler : handlers) {
            EventConsumer consumer = new EventConsumer(kafka, handler, inbox, traces, metrics, config.attempts());
            running.add(Loop.start("event-consumer", Duration.ZERO, consumer::poll));
            running.add(consumer);
        }
        running.add(Loop.start("inbox-cleaner", CLEANING, this::clean));
    }

    void stop(@Observes ShutdownEvent stopped) {
        for (AutoCloseable one : running) {
            try {
                one.close();
            } catch (Exception e) {
                LOG.warnf(e, "not closed cleanly what=%s", one);
            }
        }
    }

    private void clean() {
        int forgotten = QuarkusTransaction.requiringNew()
                .call(() -> inbox.forget(Clock.systemUTC().instant().minus(config.inboxRetention())));
        LOG.debugf("inbox cleaned rows=%d", forgotten);
    }
}
