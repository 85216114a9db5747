package io.graft.training.run;

import io.graft.contracts.ContractJson;
import io.graft.contracts.event.EventType;
import io.graft.contracts.event.GraftEvent;
import io.graft.contracts.event.Topics;
import io.graft.contracts.event.TrainingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// What others see and send on Kafka.
final class TrainingTopic implements AutoCloseable {

    private final String bootstrapServers;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TrainingEvent> seen = new ArrayList<>();
    private final List<String> traces = new ArrayList<>();

    TrainingTopic(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        UUID.randomUUID().toString(),
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topics.TRAINING));
    }

    /// The events of a model so far.
    List<TrainingEvent> of(String model) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> {
            if (model.equals(record.key())) {
                seen.add(event(record));
                traces.add(header(record, "traceparent").substring(3, 35));
            }
        });
        return List.copyOf(seen);
    }

    /// The trace of each event seen.
    List<String> traces() {
        return List.copyOf(traces);
    }

    private static TrainingEvent event(ConsumerRecord<String, byte[]> record) {
        EventType type = EventType.named(header(record, "ce_type")).orElseThrow();
        try {
            return (TrainingEvent) ContractJson.mapper().readValue(record.value(), type.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /// Sends an event as another service does.
    void send(GraftEvent event) throws IOException {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                EventType.topic(event), event.key(), ContractJson.mapper().writeValueAsBytes(event));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", UUID.randomUUID().toString(),
                        "ce_source", "test",
                        "ce_type", EventType.of(event).type(),
                        "ce_time", Instant.now().toString())
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
