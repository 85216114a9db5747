package io.graft.kit.event;

import io.graft.kit.loop.Loop;
import io.graft.kit.trace.Traces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Sends what is in the outbox and deletes it once Kafka has it. A crash between the two sends an event again, which
/// the receivers' inboxes notice; nothing is lost.
@ApplicationScoped
class OutboxRelay {

    private final OutboxStore store;
    private final KafkaClients kafka;
    private final Traces traces;
    private final EventsConfig config;
    private final Counter sent;
    private @Nullable Loop loop;

    OutboxRelay(OutboxStore store, KafkaClients kafka, Traces traces, EventsConfig config, MeterRegistry metrics) {
        this.store = store;
        this.kafka = kafka;
        this.traces = traces;
        this.config = config;
        this.sent = metrics.counter("graft.events.sent");
    }

    void start(@Observes StartupEvent started) {
        loop = Loop.start("outbox-relay", config.relayInterval(), this::sendAll);
    }

    void stop(@Observes ShutdownEvent stopped) {
        if (loop != null) {
            loop.close();
        }
    }

    void wake() {
        if (loop != null) {
            loop.wake();
        }
    }

    private void sendAll() {
        int count;
        do {
            count = QuarkusTransaction.requiringNew().timeout(60).call(this::sendBatch);
            sent.increment(count);
        } while (count == config.relayBatch());
    }

    private int sendBatch() {
        if (!store.lock()) {
            return 0;
        }
        List<OutboxStore.Row> rows = store.oldest(config.relayBatch());
        if (rows.isEmpty()) {
            return 0;
        }
        List<Future<RecordMetadata>> answers = new ArrayList<>();
        rows.forEach(row -> answers.add(send(row)));
        answers.forEach(OutboxRelay::await);
        store.remove(rows.stream().map(OutboxStore.Row::id).toList());
        return rows.size();
    }

    private Future<RecordMetadata> send(OutboxStore.Row row) {
        if (row.traceparent() == null) {
            return kafka.producer().send(CloudEventHeaders.record(row, kafka.source(), null));
        }
        return traces.inSpan(
                row.traceparent(),
                row.topic() + " publish",
                SpanKind.PRODUCER,
                Map.of(
                        "messaging.system", "kafka",
                        "messaging.destination.name", row.topic(),
                        "messaging.operation.type", "publish",
                        "messaging.kafka.message.key", row.key(),
                        "cloudevents.event_id", row.id().toString(),
                        "cloudevents.event_type", row.type()),
                () -> kafka.producer().send(CloudEventHeaders.record(row, kafka.source(), Traces.current())));
    }

    private static void await(Future<RecordMetadata> answer) {
        try {
            answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not take an event; it stays in the outbox", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending; the events stay in the outbox", e);
        }
    }
}
