package io.graft.registry.gate;

import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.kit.auth.Caller;
import io.graft.kit.auth.Role;
import io.graft.kit.auth.RolesNeeded;
import io.graft.kit.problem.Problem;
import io.graft.registry.model.ModelName;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/// `GET` and `PUT /v1/registry/models/{name}/gates`. A policy may be set before the first version exists, so reading
/// it never answers 404.
@Path("/v1/registry/models/{name}/gates")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class GateResource {

    private final GatePolicies policies;
    private final Caller caller;

    GateResource(GatePolicies policies, Caller caller) {
        this.policies = policies;
        this.caller = caller;
    }

    @GET
    public GatePolicy get(String name) {
        return policies.of(ModelName.of("name", name));
    }

    @PUT
    @RolesNeeded(Role.APPROVER)
    public GatePolicy put(String name, @Nullable GatePolicy policy) {
        if (policy == null) {
            throw new Problem.Malformed("the body must be a policy: {\"rules\": […]}");
        }
        return policies.set(ModelName.of("name", name), policy, caller.name());
    }
}
