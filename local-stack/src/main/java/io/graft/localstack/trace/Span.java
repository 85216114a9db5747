package io.graft.localstack.trace;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// One step of a trace, as a service reported it.
///
/// @param traceId 32 hexadecimal digits
/// @param spanId 16 hexadecimal digits
/// @param parentId of the step that this one is part of
/// @param kind internal, server, client, producer or consumer
/// @param statusMessage what went wrong, where the service said so
/// @param attributes texts, numbers, truth values and lists of them
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Span(
        String traceId,
        String spanId,
        Optional<String> parentId,
        String service,
        String name,
        String kind,
        Instant start,
        Instant end,
        boolean error,
        String statusMessage,
        Map<String, Object> attributes) {

    public Span {
        attributes = Map.copyOf(attributes);
    }

    @JsonIgnore
    public Duration duration() {
        return Duration.between(start, end);
    }
}
