package io.graft.training.run;

import io.graft.kit.problem.Problem;
import io.graft.training.run.RunEventStore.Entry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/// What happens to a run, as server-sent events: first all that was said, then what is said from now on,
/// to the end of the run. `Last-Event-ID` goes on after an event.
@Path("/v1/training/runs/{id}/events")
@Tag(name = "runs")
class RunEventResource {

    private static final Duration INTERVAL = Duration.ofMillis(500);

    private final RunStore runs;
    private final RunEventStore events;

    RunEventResource(RunStore runs, RunEventStore events) {
        this.runs = runs;
        this.events = events;
    }

    /// @param ended whether nothing more will be said
    private record Batch(List<Entry> entries, boolean ended) {}

    @GET
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(summary = "Follow a run")
    public Multi<OutboundSseEvent> follow(
            @PathParam("id") String id, @HeaderParam("Last-Event-ID") @Nullable String lastEventId, @Context Sse sse) {
        RunId run = RunResource.id(id);
        if (QuarkusTransaction.requiringNew().call(() -> runs.find(run)).isEmpty()) {
            throw Runs.notFound(run);
        }
        AtomicLong last = new AtomicLong(lastId(lastEventId));
        return Multi.createBy()
                .repeating()
                .supplier(() -> next(run, last))
                .withDelay(INTERVAL)
                .whilst(batch -> !batch.ended)
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .onItem()
                .transformToIterable(Batch::entries)
                .map(entry -> event(sse, entry));
    }

    /// The state is read before the events: what ended a run was said in the transaction that ended it.
    private Batch next(RunId run, AtomicLong last) {
        return QuarkusTransaction.requiringNew().call(() -> {
            boolean ended = runs.find(run).map(found -> found.state().isFinal()).orElse(true);
            List<Entry> entries = events.after(run, last.get());
            entries.forEach(entry -> last.set(entry.id()));
            return new Batch(entries, ended && entries.size() < RunEventStore.MOST);
        });
    }

    private static OutboundSseEvent event(Sse sse, Entry entry) {
        return sse.newEventBuilder()
                .id(Long.toString(entry.id()))
                .name(entry.type())
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(entry.body())
                .build();
    }

    private static long lastId(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return 0;
        }
        try {
            return Long.parseLong(header.strip());
        } catch (NumberFormatException e) {
            throw Problem.Invalid.of("Last-Event-ID", "must be the id of an event of this stream, is " + header);
        }
    }
}
