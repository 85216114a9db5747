package io.graft.training.run;

import io.graft.contracts.worker.WorkerReport;
import io.graft.contracts.worker.WorkerReport.Command;
import io.graft.kit.auth.OwnAuth;
import io.graft.kit.launch.WorkerToken;
import io.graft.kit.problem.Problem;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Where workers report; each shows the token that it was launched with.
@Path("/v1/training/runs/{id}/reports")
@Tag(name = "workers")
class ReportResource {

    private final Reports reports;
    private final RunQueue queue;

    ReportResource(Reports reports, RunQueue queue) {
        this.reports = reports;
        this.queue = queue;
    }

    @POST
    @OwnAuth
    @Operation(
            summary = "Hear a worker",
            description =
                    "The answer says whether to stop. 401 and 409 mean that the worker is not the run's any more.")
    public Command report(
            @PathParam("id") String id,
            @HeaderParam("Authorization") @Nullable String authorization,
            WorkerReport report) {
        WorkerToken token = WorkerToken.of(authorization)
                .orElseThrow(() -> new Problem.Unauthenticated("a worker shows its token as Authorization: Bearer"));
        Command command = reports.hear(RunResource.id(id), token, report);
        switch (report) {
            case WorkerReport.Trained _, WorkerReport.Failed _, WorkerReport.Cancelled _ -> queue.wake();
            case WorkerReport.Started _, WorkerReport.Progress _, WorkerReport.Benchmarked _ -> {}
        }
        return command;
    }
}
