package io.graft.gateway.inference;

import io.graft.contracts.inference.OpenAiApi.ModelList;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// The OpenAI call `/v1/models`.
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {

    private final Models models;

    ModelResource(Models models) {
        this.models = models;
    }

    @GET
    public ModelList list() {
        return models.list();
    }
}
