package io.graft.kit.event;

import java.util.Set;

/// What a service does about events: one bean, which every event of its topics reaches once, in order within a key.
public interface EventHandler {

    Set<String> topics();

    /// Runs in one transaction with the note that the event was handled, below the sender's span.
    /// An exception rolls all back: a lost connection is tried again until it works, anything else a few times,
    /// and then the event goes to the dead-letter queue.
    void handle(ReceivedEvent event);
}
