package io.graft.kit.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.contracts.ContractJson;
import io.graft.contracts.event.EventType;
import io.graft.contracts.event.GraftEvent;
import io.graft.kit.trace.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/// Takes events in the transaction in which they happen; [OutboxRelay] sends them after the commit.
@ApplicationScoped
public class Outbox {

    private final OutboxStore store;
    private final OutboxRelay relay;
    private final TransactionSynchronizationRegistry transaction;

    Outbox(OutboxStore store, OutboxRelay relay, TransactionSynchronizationRegistry transaction) {
        this.store = store;
        this.relay = relay;
        this.transaction = transaction;
    }

    /// Sends the event if and only if the present transaction commits.
    public void publish(GraftEvent event) {
        if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("an event needs a transaction: " + event);
        }
        store.add(new OutboxStore.Row(
                UUID.randomUUID(),
                EventType.topic(event),
                event.key(),
                EventType.of(event).type(),
                json(event),
                Traces.current(),
                Instant.now(Clock.systemUTC())));
        transaction.registerInterposedSynchronization(new WakeAfterCommit());
    }

    private static String json(GraftEvent event) {
        try {
            return ContractJson.mapper().writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that is no JSON: " + event, e);
        }
    }

    private final class WakeAfterCommit implements Synchronization {
        @Override
        public void beforeCompletion() {
            // The row is written; only the commit's outcome matters.
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                relay.wake();
            }
        }
    }
}
