package io.graft.kit.event;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// CloudEvents 1.0 in Kafka's binary mode: attributes are headers, the value is the data.
final class CloudEventHeaders {

    static final String ID = "ce_id";
    static final String TYPE = "ce_type";
    static final String TIME = "ce_time";
    static final String TRACEPARENT = "traceparent";

    private CloudEventHeaders() {}

    static ProducerRecord<String, byte[]> record(OutboxStore.Row row, String source, @Nullable String traceparent) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(row.topic(), row.key(), row.payload().getBytes(StandardCharsets.UTF_8));
        Headers headers = record.headers();
        put(headers, "ce_specversion", "1.0");
        put(headers, ID, row.id().toString());
        put(headers, "ce_source", source);
        put(headers, TYPE, row.type());
        put(headers, TIME, row.at().toString());
        put(headers, "ce_subject", row.key());
        put(headers, "content-type", "application/json");
        if (traceparent != null) {
            put(headers, TRACEPARENT, traceparent);
        }
        return record;
    }

    static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
