package io.graft.modelserver.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.contracts.inference.OpenAiApi.EmbeddingRequest;
import io.graft.contracts.inference.OpenAiApi.EmbeddingResponse;
import io.graft.kit.problem.Problem;
import io.graft.modelserver.admission.Admission;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/// `/v1/embeddings`.
@Path("/v1/embeddings")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EmbeddingResource {

    private final Embeddings embeddings;
    private final Admission admission;
    private final ObjectMapper json;

    EmbeddingResource(Embeddings embeddings, Admission admission, ObjectMapper json) {
        this.embeddings = embeddings;
        this.admission = admission;
        this.json = json;
    }

    @POST
    @Operation(summary = "Turn texts into vectors", description = "Vectors have length 1, one for each text, in order.")
    public EmbeddingResponse embed(
            @RequestBody(content = @Content(schema = @Schema(implementation = EmbeddingRequest.class))) @Nullable
                    JsonNode body,
            @Context RoutingContext exchange)
            throws JsonProcessingException {
        if (body == null || !body.isObject()) {
            throw new Problem.Malformed("the body must be a JSON object with model and input");
        }
        FieldKinds.requireWhole(body);
        EmbeddingWish wish = embeddings.read(json.treeToValue(body, EmbeddingRequest.class));
        try (Admission.Ticket _ = admission.enter()) {
            return embeddings.answer(wish, exchange.response()::closed);
        }
    }
}
