package io.graft.registry.lineage;

import io.graft.contracts.registry.RegistryApi.LineageGraph;
import io.graft.registry.model.ModelName;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// `GET /v1/registry/models/{name}/lineage`.
@Path("/v1/registry/models/{name}/lineage")
@Produces(MediaType.APPLICATION_JSON)
class LineageResource {

    private final Lineages lineages;

    LineageResource(Lineages lineages) {
        this.lineages = lineages;
    }

    @GET
    public LineageGraph get(String name) {
        return lineages.of(ModelName.of("name", name));
    }
}
