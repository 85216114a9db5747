package io.graft.deployer.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.graft.contracts.ContractJson;
import io.graft.deployer.rollout.TransitionEntity.Numbered;
import io.graft.kit.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rollout's transitions as server-sent events, from the first one or from behind `Last-Event-ID`, until its end.
@Path("/v1/deployment/{id}/events")
public class RolloutEventsResource {

    private static final Duration INTERVAL = Duration.ofMillis(300);

    private final Rollouts rollouts;

    RolloutEventsResource(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> events(
            String id, @HeaderParam("Last-Event-ID") @Nullable String lastEventId, @Context Sse sse) {
        Reader reader = new Reader(RolloutId.parse(id), number(lastEventId));
        reader.check();
        return Multi.createFrom()
                .ticks()
                .every(INTERVAL)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool()) // the database must not be asked on an event loop
                .select()
                .first(_ -> !reader.ended)
                .onItem()
                .transformToIterable(_ -> reader.next())
                .map(numbered -> event(sse, numbered));
    }

    private static OutboundSseEvent event(Sse sse, Numbered numbered) {
        try {
            return sse.newEventBuilder()
                    .id(Long.toString(numbered.seq()))
                    .name(numbered.transition().status().name())
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(String.class, ContractJson.mapper().writeValueAsString(numbered.transition()))
                    .build();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(@Nullable String lastEventId) {
        try {
            return lastEventId == null ? 0 : Long.parseLong(lastEventId);
        } catch (NumberFormatException e) {
            throw new Problem.Malformed("Last-Event-ID must be the id of an event of this rollout, is " + lastEventId);
        }
    }

    /// Goes through the transitions of one rollout for one listener.
    private final class Reader {
        private final RolloutId rollout;
        private long seen;
        private volatile boolean ended;

        Reader(RolloutId rollout, long seen) {
            this.rollout = rollout;
            this.seen = seen;
        }

        /// A rollout that is not there is a 404, not an empty stream.
        void check() {
            rollouts.transitionsAfter(rollout, Long.MAX_VALUE);
        }

        List<Numbered> next() {
            List<Numbered> found = rollouts.transitionsAfter(rollout, seen);
            if (!found.isEmpty()) {
                seen = found.getLast().seq();
                ended = found.getLast().transition().status().isFinal();
            }
            return found;
        }
    }
}
