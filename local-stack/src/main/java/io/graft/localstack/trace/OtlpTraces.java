package io.graft.localstack.trace;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the spans out of an export request of the OpenTelemetry protocol (OTLP 1, protobuf).
final class OtlpTraces {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private OtlpTraces() {}

    /// @throws IllegalArgumentException when the bytes are no such request
    static List<Span> parse(byte[] request) {
        try {
            List<Span> spans = new ArrayList<>();
            for (ResourceSpans resource :
                    ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
                String service = service(resource);
                resource.getScopeSpansList().stream()
                        .flatMap(scope -> scope.getSpansList().stream())
                        .filter(OtlpTraces::isValid)
                        .map(span -> span(span, service))
                        .forEach(spans::add);
            }
            return spans;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the body is no OTLP trace export request: " + e.getMessage(), e);
        }
    }

    private static String service(ResourceSpans resource) {
        return resource.getResource().getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("service.name"))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst()
                .orElse("unknown");
    }

    private static boolean isValid(io.opentelemetry.proto.trace.v1.Span span) {
        return span.getTraceId().size() == TRACE_ID_BYTES && span.getSpanId().size() == SPAN_ID_BYTES;
    }

    private static Span span(io.opentelemetry.proto.trace.v1.Span span, String service) {
        ByteString parent = span.getParentSpanId();
        return new Span(
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                parent.size() == SPAN_ID_BYTES ? Optional.of(hex(parent)) : Optional.empty(),
                service,
                text(span.getName()),
                span.getKind().name().replace("SPAN_KIND_", "").toLowerCase(Locale.ROOT),
                instant(span.getStartTimeUnixNano()),
                instant(Math.max(span.getStartTimeUnixNano(), span.getEndTimeUnixNano())),
                span.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR,
                text(span.getStatus().getMessage()),
                attributes(span.getAttributesList()));
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(
                Long.divideUnsigned(nanos, NANOS_PER_SECOND), Long.remainderUnsigned(nanos, NANOS_PER_SECOND));
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    /// PostgreSQL keeps no text with the character NUL in it.
    private static String text(String value) {
        return value.replace("\u0000", "");
    }

    private static Map<String, Object> attributes(List<KeyValue> attributes) {
        Map<String, Object> values = new LinkedHashMap<>();
        attributes.forEach(attribute -> values.put(text(attribute.getKey()), value(attribute.getValue())));
        return values;
    }

    private static Object value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> text(value.getStringValue());
            case BOOL_VALUE -> value.getBoolValue();
            case INT_VALUE -> value.getIntValue();
            case DOUBLE_VALUE -> number(value.getDoubleValue());
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .map(OtlpTraces::value)
                        .toList();
            case KVLIST_VALUE -> attributes(value.getKvlistValue().getValuesList());
            case BYTES_VALUE -> hex(value.getBytesValue());
            default -> "";
        };
    }

    /// JSON has no word for what is not a number or infinite.
    private static Object number(double value) {
        return Double.isFinite(value) ? value : Double.toString(value);
    }
}
