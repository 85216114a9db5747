package io.graft.benchmarks.run;

import io.graft.contracts.Page;
import io.graft.contracts.benchmark.BenchmarkApi.Comparison;
import io.graft.contracts.benchmark.BenchmarkApi.RunRequest;
import io.graft.contracts.benchmark.BenchmarkApi.RunResponse;
import io.graft.contracts.benchmark.BenchmarkApi.RunView;
import io.graft.contracts.benchmark.BenchmarkApi.TaskView;
import io.graft.contracts.worker.WorkerReport;
import io.graft.contracts.worker.WorkerReport.Command;
import io.graft.kit.auth.OwnAuth;
import io.graft.kit.idempotency.Idempotency;
import io.graft.kit.launch.WorkerToken;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// `/v1/benchmarks`.
@Path("/v1/benchmarks")
@Tag(name = "benchmarks")
class BenchmarkResource {

    private static final TaskView DATASET = new TaskView(
            "dataset:NAME[@VERSION]",
            "The held-out rows of an imported data set. Labelled rows become a choice among all labels by"
                    + " log-likelihood; other rows are scored by the loss of the answer.",
            "multiple_choice",
            List.of("acc,none", "acc_stderr,none", "loss,none", "token_accuracy,none"));

    private final Benchmarks benchmarks;
    private final Reports reports;
    private final Idempotency idempotency;

    BenchmarkResource(Benchmarks benchmarks, Reports reports, Idempotency idempotency) {
        this.benchmarks = benchmarks;
        this.reports = reports;
        this.idempotency = idempotency;
    }

    @POST
    @Path("/run")
    @Operation(summary = "Score models on benchmarks", description = "The run is queued; ask for its results.")
    public Response run(@HeaderParam("Idempotency-Key") @Nullable String key, @Nullable RunRequest request) {
        if (request == null) {
            throw new Problem.Malformed("the body must name models and benchmarks");
        }
        return idempotency.once(key, "POST /v1/benchmarks/run", request, () -> {
            RunView run = benchmarks.queue(request);
            return Response.accepted(new RunResponse(run.runId(), run.status()))
                    .location(URI.create("/v1/benchmarks/results/" + run.runId()))
                    .build();
        });
    }

    @GET
    @Path("/results/{id}")
    @Operation(summary = "The results of a run", description = "Metrics have the keys of lm-evaluation-harness.")
    public RunView results(@PathParam("id") String id) {
        return benchmarks.get(id(id));
    }

    @GET
    @Path("/runs")
    @Operation(summary = "All runs, newest first")
    public Page<RunView> list(
            @QueryParam("page_size") @Nullable Integer pageSize, @QueryParam("page_token") @Nullable String pageToken) {
        return benchmarks.list(PageRequest.of(pageSize, pageToken));
    }

    @POST
    @Path("/runs/{id}/cancel")
    @Operation(summary = "Cancel a run")
    public RunView cancel(@PathParam("id") String id) {
        return benchmarks.cancel(id(id));
    }

    @POST
    @Path("/runs/{id}/reports")
    @OwnAuth
    @Operation(summary = "Hear a worker", description = "409 means that the worker is not the run's any more.")
    public Command report(
            @PathParam("id") String id,
            @HeaderParam("Authorization") @Nullable String authorization,
            WorkerReport report) {
        WorkerToken token = WorkerToken.of(authorization)
                .orElseThrow(() -> new Problem.Unauthenticated("a worker shows its token as Authorization: Bearer"));
        return reports.hear(id(id), token, report);
    }

    @GET
    @Path("/tasks")
    @Operation(summary = "The benchmarks there are")
    public Page<TaskView> tasks() {
        return new Page<>(List.of(DATASET), null);
    }

    @GET
    @Path("/compare")
    @Operation(
            summary = "Two models on the same rows",
            description = "a and b are NAME@VERSION or base models; exact two-sided McNemar test.")
    public Comparison compare(@QueryParam("a") @Nullable String a, @QueryParam("b") @Nullable String b) {
        if (a == null || b == null) {
            throw Problem.Invalid.of(a == null ? "a" : "b", "must name a model, is absent");
        }
        return benchmarks.compare(a, b);
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Problem.NotFound("benchmark run", text);
        }
    }
}
