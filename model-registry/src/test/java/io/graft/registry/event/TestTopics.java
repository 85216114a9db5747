package io.graft.registry.event;

import io.graft.contracts.event.EventType;
import io.graft.contracts.event.GraftEvent;
import io.graft.contracts.event.Topics;
import io.graft.registry.model.Jsonb;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// What other services say and hear, of one model.
final class TestTopics implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, Object> settings;
    private final String model;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<GraftEvent> heard = new ArrayList<>();

    TestTopics(String bootstrapServers, String model) {
        this.settings = Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest");
        this.model = model;
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions(Topics.REGISTRY));
    }

    void send(GraftEvent event, UUID id) {
        EventType type = EventType.of(event);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                EventType.topic(event), event.key(), Jsonb.write(event).getBytes(StandardCharsets.UTF_8));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id.toString(),
                        "ce_source", "/test",
                        "ce_type", type.type(),
                        "ce_time", Instant.now().toString())
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Kafka did not take " + event, e);
        }
    }

    /// All events of a kind about the model so far, in their order.
    <T extends GraftEvent> List<T> received(Class<T> kind) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            if (model.equals(record.key())) {
                EventType.named(header(record, "ce_type"))
                        .map(type -> Jsonb.read(new String(record.value(), StandardCharsets.UTF_8), type.body()))
                        .ifPresent(heard::add);
            }
        }
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// The events of a topic that nobody could handle: id and reason.
    Map<String, String> deadLetters(String topic) {
        List<TopicPartition> partitions = partitions(Topics.deadLetters(topic));
        try (KafkaConsumer<String, byte[]> reader =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            reader.assign(partitions);
            Map<String, String> reasons = new HashMap<>();
            reader.poll(Duration.ofSeconds(1))
                    .forEach(record -> reasons.put(header(record, "ce_id"), header(record, "dlq_reason")));
            return reasons;
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }

    private List<TopicPartition> partitions(String topic) {
        return producer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
