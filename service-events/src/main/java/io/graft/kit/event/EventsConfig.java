package io.graft.kit.event;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// How this service sends and receives events.
@ConfigMapping(prefix = "graft.events")
public interface EventsConfig {

    /// Kafka's `group.instance.id`: a service that comes back under the same id takes its partitions back at once.
    Optional<String> instanceId();

    /// How often the outbox is looked at when nothing wakes the relay.
    @WithDefault("1s")
    Duration relayInterval();

    /// Events sent in one transaction at most.
    @WithDefault("200")
    int relayBatch();

    /// Tries before an event that cannot be handled goes to the dead-letter queue.
    @WithDefault("3")
    int attempts();

    /// How long the ids of handled events are kept; an event that comes again later is applied again.
    @WithDefault("30d")
    Duration inboxRetention();
}
