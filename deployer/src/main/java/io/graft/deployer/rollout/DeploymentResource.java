package io.graft.deployer.rollout;

import io.graft.contracts.Page;
import io.graft.contracts.deployment.DeploymentApi.DeployRequest;
import io.graft.contracts.deployment.DeploymentApi.DeployResponse;
import io.graft.contracts.deployment.DeploymentApi.EnvironmentView;
import io.graft.contracts.deployment.DeploymentApi.Measurement;
import io.graft.contracts.deployment.DeploymentApi.ReasonRequest;
import io.graft.contracts.deployment.DeploymentApi.RolloutView;
import io.graft.deployer.target.Environments;
import io.graft.kit.auth.Caller;
import io.graft.kit.idempotency.Idempotency;
import io.graft.kit.page.PageRequest;
import io.graft.kit.problem.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/v1/deployment`.
@Path("/v1/deployment")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class DeploymentResource {

    private final Rollouts rollouts;
    private final Environments environments;
    private final Idempotency idempotency;
    private final Caller caller;

    DeploymentResource(Rollouts rollouts, Environments environments, Idempotency idempotency, Caller caller) {
        this.rollouts = rollouts;
        this.environments = environments;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @POST
    @Path("/deploy")
    public Response deploy(@Nullable DeployRequest request, @HeaderParam("Idempotency-Key") @Nullable String key) {
        if (request == null) {
            throw new Problem.Malformed("the body must name what to deploy: {\"model_path\": \"NAME/VERSION\"}");
        }
        return idempotency.once(key, "POST /v1/deployment/deploy", request, () -> {
            Rollout rollout = rollouts.deploy(request);
            return Response.accepted(new DeployResponse(
                            rollout.id().value(), rollout.state().status()))
                    .location(URI.create("/v1/deployment/status/" + rollout.id()))
                    .build();
        });
    }

    @GET
    @Path("/status/{id}")
    public RolloutView status(String id) {
        return rollouts.view(RolloutId.parse(id));
    }

    @GET
    @Path("/deployments")
    public Page<RolloutView> list(
            @QueryParam("model") @Nullable String model,
            @QueryParam("status") @Nullable String status,
            @QueryParam("environment") @Nullable String environment,
            @QueryParam("page_size") @Nullable Integer pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        return rollouts.list(new RolloutFilter(model, status, environment), PageRequest.of(pageSize, pageToken));
    }

    /// Newest first.
    @GET
    @Path("/{id}/analysis")
    public Page<Measurement> analysis(
            String id,
            @QueryParam("page_size") @Nullable Integer pageSize,
            @QueryParam("page_token") @Nullable String pageToken) {
        return rollouts.measurements(RolloutId.parse(id), PageRequest.of(pageSize, pageToken));
    }

    @GET
    @Path("/environments")
    public List<EnvironmentView> environments() {
        return environments.views();
    }

    @POST
    @Path("/rollback/{id}")
    public Response rollback(String id, @Nullable ReasonRequest request) {
        return accepted(rollouts.rollBack(RolloutId.parse(id), reason("rolled back", request)));
    }

    @POST
    @Path("/{id}/promote")
    public Response promote(String id, @Nullable ReasonRequest request) {
        return accepted(rollouts.promote(RolloutId.parse(id), reason("promoted", request)));
    }

    @POST
    @Path("/{id}/abort")
    public Response abort(String id, @Nullable ReasonRequest request) {
        return accepted(rollouts.abort(RolloutId.parse(id), reason("aborted", request)));
    }

    @POST
    @Path("/{id}/pause")
    public Response pause(String id, @Nullable ReasonRequest request) {
        return accepted(rollouts.pause(RolloutId.parse(id), reason("paused", request)));
    }

    @POST
    @Path("/{id}/resume")
    public Response resume(String id, @Nullable ReasonRequest request) {
        return accepted(rollouts.resume(RolloutId.parse(id), reason("resumed", request)));
    }

    @POST
    @Path("/{id}/retry")
    public Response retry(String id, @Nullable ReasonRequest request) {
        return accepted(rollouts.retry(RolloutId.parse(id), reason("retried", request)));
    }

    private static Response accepted(RolloutView view) {
        return Response.accepted(view)
                .location(URI.create("/v1/deployment/status/" + view.deploymentId()))
                .build();
    }

    private String reason(String what, @Nullable ReasonRequest request) {
        String by = what + " by " + caller.name();
        return request == null || request.reason() == null ? by : by + ": " + request.reason();
    }
}
