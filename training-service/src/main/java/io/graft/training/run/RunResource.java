package io.graft.training.run;

import io.graft.contracts.Page;
import io.graft.contracts.training.TrainingApi.RunState;
import io.graft.contracts.training.TrainingApi.RunView;
import io.graft.contracts.training.TrainingApi.StartRequest;
import io.graft.contracts.training.TrainingApi.StartResponse;
import io.graft.contracts.training.TrainingApi.StatsView;
import io.graft.contracts.training.TrainingApi.StepMetric;
import io.graft.kit.idempotency.Idempotency;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/v1/training`: starts, stops and shows runs.
@Path("/v1/training")
@Tag(name = "runs")
class RunResource {

    private static final int MOST_STEPS = 10_000;
    private static final int MOST_LINES = 10_000;

    private final Runs runs;
    private final RunQueue queue;
    private final Idempotency idempotency;

    RunResource(Runs runs, RunQueue queue, Idempotency idempotency) {
        this.runs = runs;
        this.queue = queue;
        this.idempotency = idempotency;
    }

    @POST
    @Path("/start")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Start a run", description = "202 when it is queued; an unknown field is an error.")
    public Response start(
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @RequestBody(content = @Content(schema = @Schema(implementation = StartRequest.class))) String body) {
        StartRequest request = StartBody.parse(body);
        Response answer = idempotency.once(key, "POST /v1/training/start", request, () -> start(request));
        queue.wake();
        return answer;
    }

    private Response start(StartRequest request) {
        RunView run = runs.start(request);
        return Response.accepted(new StartResponse(run.trainingId(), run.status()))
                .location(URI.create("/v1/training/status/" + run.trainingId()))
                .build();
    }

    @GET
    @Path("/status/{id}")
    @Operation(summary = "Where a run stands")
    public RunView status(@PathParam("id") String id) {
        return runs.get(id(id));
    }

    @POST
    @Path("/stop/{id}")
    @Operation(summary = "Stop a run", description = "It ends at its next step; its last checkpoint is kept.")
    public Response stop(@PathParam("id") String id) {
        RunView run = runs.stop(id(id));
        queue.wake();
        return Response.accepted(run).build();
    }

    @GET
    @Path("/runs")
    @Operation(summary = "Runs, newest first")
    public Page<RunView> list(
            @QueryParam("model") @Nullable String model,
            @QueryParam("status") @Nullable String status,
            @QueryParam("page_size") @Nullable Integer pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        return runs.list(model, status == null ? null : state(status), PageRequest.of(pageSize, pageToken));
    }

    @GET
    @Path("/runs/{id}")
    @Operation(summary = "One run")
    public RunView run(@PathParam("id") String id) {
        return runs.get(id(id));
    }

    @GET
    @Path("/runs/{id}/metrics")
    @Operation(summary = "The steps of a run", description = "At most 10000; after_step gets those that follow.")
    public List<StepMetric> metrics(
            @PathParam("id") String id, @QueryParam("after_step") @DefaultValue("0") int afterStep) {
        return runs.metrics(id(id), afterStep, MOST_STEPS);
    }

    @GET
    @Path("/runs/{id}/logs")
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "The end of the log of a run's workers")
    public String logs(@PathParam("id") String id, @QueryParam("tail") @DefaultValue("200") int tail) {
        if (tail < 1 || tail > MOST_LINES) {
            throw Problem.Invalid.of("tail", "must be from 1 to " + MOST_LINES + ", is " + tail);
        }
        return runs.log(id(id), tail);
    }

    @GET
    @Path("/stats")
    @Operation(summary = "The present run, and how many there were")
    public StatsView stats() {
        return runs.stats();
    }

    static RunId id(String text) {
        try {
            return new RunId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new Problem.NotFound("training run", text);
        }
    }

    private static RunState state(String text) {
        try {
            return RunState.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw Problem.Invalid.of("status", "must be one of " + Arrays.toString(RunState.values()) + ", is " + text);
        }
    }
}
