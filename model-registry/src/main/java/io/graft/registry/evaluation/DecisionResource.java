package io.graft.registry.evaluation;

import io.graft.contracts.registry.RegistryApi.DecisionRequest;
import io.graft.contracts.registry.RegistryApi.Evidence;
import io.graft.kit.auth.Caller;
import io.graft.kit.auth.Role;
import io.graft.kit.auth.RolesNeeded;
import io.graft.registry.evaluation.Approvals.Decider;
import io.graft.registry.model.IfMatch;
import io.graft.registry.model.ModelName;
import io.graft.registry.version.Versions;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/// `/v1/registry/models/{name}/{version}/…`: evidence, approval and rejection.
@Path("/v1/registry/models")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class DecisionResource {

    private static final DecisionRequest NO_WORDS = new DecisionRequest(null, null);

    private final Approvals approvals;
    private final Evaluations evaluations;
    private final Caller caller;

    DecisionResource(Approvals approvals, Evaluations evaluations, Caller caller) {
        this.approvals = approvals;
        this.evaluations = evaluations;
        this.caller = caller;
    }

    @GET
    @Path("/{name}/{version}/evidence")
    public List<Evidence> evidence(String name, String version) {
        return evaluations.of(ModelName.of("name", name), version);
    }

    @POST
    @Path("/{name}/{version}/approve")
    @RolesNeeded(Role.APPROVER)
    public Response approve(
            String name,
            String version,
            @RestHeader(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable DecisionRequest request) {
        return answer(approvals.approve(ModelName.of("name", name), version, words(request), decider(ifMatch)));
    }

    @POST
    @Path("/{name}/{version}/reject")
    @RolesNeeded(Role.APPROVER)
    public Response reject(
            String name,
            String version,
            @RestHeader(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Nullable DecisionRequest request) {
        return answer(approvals.reject(ModelName.of("name", name), version, words(request), decider(ifMatch)));
    }

    private Decider decider(@Nullable String ifMatch) {
        return new Decider(caller.name(), new IfMatch(ifMatch));
    }

    private static DecisionRequest words(@Nullable DecisionRequest request) {
        return request == null ? NO_WORDS : request;
    }

    private static Response answer(Versions.Found found) {
        return Response.ok(found.view()).header(HttpHeaders.ETAG, found.tag()).build();
    }
}
