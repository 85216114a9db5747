package io.graft.kit.event;

import io.graft.contracts.ContractJson;
import io.graft.contracts.event.EventType;
import io.graft.contracts.event.Topics;
import io.graft.kit.problem.FailureKind;
import io.graft.kit.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.narayana.jta.QuarkusTransaction;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Takes the events of one handler's topics from Kafka, each one once in effect: the handler's changes and the note in
/// the inbox are one transaction, and Kafka's offset moves only after it.
final class EventConsumer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EventConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaClients kafka;
    private final EventHandler handler;
    private final InboxStore inbox;
    private final Traces traces;
    private final MeterRegistry metrics;
    private final int attempts;
    private final Clock clock = Clock.systemUTC();

    EventConsumer(
            KafkaClients kafka,
            EventHandler handler,
            InboxStore inbox,
            Traces traces,
            MeterRegistry metrics,
            int attempts) {
        this.kafka = kafka;
        this.consumer = kafka.consumer();
        this.handler = handler;
        this.inbox = inbox;
        this.traces = traces;
        this.metrics = metrics;
        this.attempts = attempts;
        consumer.subscribe(handler.topics());
    }

    /// One poll and all that it brought. On a failure that passes, the rest is read again by the next call.
    void poll() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            try {
                take(record);
            } catch (RuntimeException e) {
                rewind();
                throw e;
            }
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(record.offset() + 1)));
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(2)));
    }

    /// Back to what is committed, in every partition: nothing that was fetched but not handled is skipped.
    private void rewind() {
        consumer.committed(consumer.assignment()).forEach((partition, committed) -> {
            if (committed == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, committed.offset());
            }
        });
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        String typeName = CloudEventHeaders.text(record.headers(), CloudEventHeaders.TYPE);
        EventType type = typeName == null ? null : EventType.named(typeName).orElse(null);
        if (type == null && typeName != null) {
            LOG.debugf("unknown event type, skipped type=%s", typeName);
            return;
        }
        try {
            if (type == null) {
                throw new IllegalArgumentException("no header ce_type");
            }
            withAttempts(
                    read(record, type),
                    CloudEventHeaders.text(record.headers(), CloudEventHeaders.TRACEPARENT),
                    record);
        } catch (IllegalArgumentException | IOException unreadable) {
            bury(record, unreadable);
        }
    }

    private void withAttempts(
            ReceivedEvent event, @Nullable String traceparent, ConsumerRecord<String, byte[]> record) {
        for (int attempt = 1; ; attempt++) {
            try {
                handleOnce(event, traceparent, record.topic());
                metrics.counter("graft.events.handled", "type", event.type().type())
                        .increment();
                return;
            } catch (RuntimeException e) {
                if (FailureKind.of(e) == FailureKind.PASSING) {
                    throw e;
                }
                LOG.warnf(
                        e,
                        "event not handled id=%s type=%s attempt=%d",
                        event.id(),
                        event.type().type(),
                        attempt);
                if (attempt >= attempts) {
                    bury(record, e);
                    return;
                }
            }
        }
    }

    private void handleOnce(ReceivedEvent event, @Nullable String traceparent, String topic) {
        traces.inSpan(
                traceparent,
                topic + " process",
                SpanKind.CONSUMER,
                Map.of(
                        "messaging.system",
                        "kafka",
                        "messaging.destination.name",
                        topic,
                        "messaging.operation.type",
                        "process",
                        "messaging.kafka.message.key",
                        event.body().key(),
                        "cloudevents.event_id",
                        event.id().toString(),
                        "cloudevents.event_type",
                        event.type().type()),
                () -> QuarkusTransaction.requiringNew().call(() -> {
                    boolean first = inbox.accept(event, clock.instant());
                    if (first) {
                        handler.handle(event);
                    }
                    return first;
                }));
    }

    private static ReceivedEvent read(ConsumerRecord<String, byte[]> record, EventType type) throws IOException {
        String id = required(record.headers(), CloudEventHeaders.ID);
        String time = required(record.headers(), CloudEventHeaders.TIME);
        return new ReceivedEvent(
                UUID.fromString(id),
                type,
                ContractJson.mapper().readValue(record.value(), type.body()),
                Instant.parse(time));
    }

    private static String required(Headers headers, String name) {
        String value = CloudEventHeaders.text(headers, name);
        if (value == null) {
            throw new IllegalArgumentException("no header " + name);
        }
        return value;
    }

    /// Moves the event to the dead-letter queue with the reason, and waits until Kafka has it.
    private void bury(ConsumerRecord<String, byte[]> record, Exception reason) {
        ProducerRecord<String, byte[]> dead =
                new ProducerRecord<>(Topics.deadLetters(record.topic()), record.key(), record.value());
        record.headers().forEach(header -> dead.headers().add(header));
        CloudEventHeaders.put(dead.headers(), "dlq_reason", String.valueOf(reason));
        CloudEventHeaders.put(dead.headers(), "dlq_consumer", kafka.source());
        CloudEventHeaders.put(dead.headers(), "dlq_offset", record.partition() + ":" + record.offset());
        try {
            kafka.producer().send(dead).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not take a dead letter", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending a dead letter", e);
        }
        metrics.counter("graft.events.dead.letters", "topic", record.topic()).increment();
        LOG.errorf(reason, "event moved to the dead-letter queue topic=%s offset=%d", record.topic(), record.offset());
    }
}
