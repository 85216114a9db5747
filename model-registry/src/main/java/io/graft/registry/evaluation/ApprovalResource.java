package io.graft.registry.evaluation;

import io.graft.contracts.Page;
import io.graft.contracts.registry.RegistryApi.PendingApproval;
import io.graft.kit.page.PageRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// `GET /v1/registry/approvals`: what waits for a person.
@Path("/v1/registry/approvals")
@Produces(MediaType.APPLICATION_JSON)
class ApprovalResource {

    private final Approvals approvals;

    ApprovalResource(Approvals approvals) {
        this.approvals = approvals;
    }

    @GET
    public Page<PendingApproval> pending(
            @RestQuery("page_size") @Nullable Integer pageSize, @RestQuery("page_token") @Nullable String pageToken) {
        return approvals.pending(PageRequest.of(pageSize, pageToken));
    }
}
