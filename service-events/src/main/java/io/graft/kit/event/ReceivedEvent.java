package io.graft.kit.event;

import io.graft.contracts.event.EventType;
import io.graft.contracts.event.GraftEvent;
import java.time.Instant;
import java.util.UUID;

/// An event as it came from Kafka.
public record ReceivedEvent(UUID id, EventType type, GraftEvent body, Instant time) {}
