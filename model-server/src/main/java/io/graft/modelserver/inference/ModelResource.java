package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.ModelList;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// `/v1/models`.
@Path("/v1/models")
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {

    private final ServedModels models;

    ModelResource(ServedModels models) {
        this.models = models;
    }

    @GET
    public ModelList list() {
        return models.list();
    }
}
