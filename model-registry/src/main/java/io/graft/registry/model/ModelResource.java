package io.graft.registry.model;

import io.graft.contracts.Page;
import io.graft.contracts.registry.RegistryApi.ModelView;
import io.graft.kit.page.PageRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// `GET /v1/registry/models` and one model.
@Path("/v1/registry/models")
@Produces(MediaType.APPLICATION_JSON)
class ModelResource {

    private final Models models;

    ModelResource(Models models) {
        this.models = models;
    }

    /// @param name a part of the name
    /// @param tags `key:value,key:value`: tags of the newest version
    @GET
    public Page<ModelView> list(
            @RestQuery @Nullable String name,
            @RestQuery @Nullable String tags,
            @RestQuery("page_size") @Nullable Integer pageSize,
            @RestQuery("page_token") @Nullable String pageToken) {
        return models.list(name, TagFilter.parse(tags), PageRequest.of(pageSize, pageToken));
    }

    @GET
    @Path("/{name}")
    public ModelView get(String name) {
        return models.view(ModelName.of("name", name));
    }
}
