package io.graft.gateway.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.gateway.inference.UpstreamReply.Said;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.jspecify.annotations.Nullable;

/// The OpenAI calls `/v1/chat/completions`, `/v1/completions` and `/v1/embeddings`.
@Path("/v1")
@Consumes(MediaType.APPLICATION_JSON)
public class CompletionResource {

    private static final String REQUEST_ID = "x-request-id";
    private static final String VERSION = "x-graft-version";

    private final Completions completions;

    CompletionResource(Completions completions) {
        this.completions = completions;
    }

    @POST
    @Path("/chat/completions")
    public Response chat(
            @Nullable JsonNode body,
            @HeaderParam("X-Request-Id") @Nullable String requestId,
            @HeaderParam("X-Graft-Sticky") @Nullable String sticky,
            @Context HttpServerResponse response) {
        return answer(Ask.of(Form.CHAT, body, new Ask.Headers(requestId, sticky)), response);
    }

    @POST
    @Path("/completions")
    public Response complete(
            @Nullable JsonNode body,
            @HeaderParam("X-Request-Id") @Nullable String requestId,
            @HeaderParam("X-Graft-Sticky") @Nullable String sticky,
            @Context HttpServerResponse response) {
        return answer(Ask.of(Form.COMPLETION, body, new Ask.Headers(requestId, sticky)), response);
    }

    @POST
    @Path("/embeddings")
    public Response embed(
            @Nullable JsonNode body,
            @HeaderParam("X-Request-Id") @Nullable String requestId,
            @HeaderParam("X-Graft-Sticky") @Nullable String sticky,
            @Context HttpServerResponse response) {
        return answer(Ask.of(Form.EMBEDDINGS, body, new Ask.Headers(requestId, sticky)), response);
    }

    /// The id goes on the response itself, so that a problem carries it too.
    private Response answer(Ask ask, HttpServerResponse response) {
        response.putHeader(REQUEST_ID, ask.requestId().toString());
        Reply reply = completions.answer(ask);
        return switch (reply) {
            case Reply.Answer answer ->
                Response.ok(answer.body(), MediaType.APPLICATION_JSON_TYPE)
                        .header(VERSION, answer.target().version())
                        .build();
            case Reply.Stream stream ->
                Response.ok(events(stream.relay(), response), MediaType.SERVER_SENT_EVENTS)
                        .header(VERSION, stream.target().version())
                        .header("Cache-Control", "no-cache")
                        .build();
            case Reply.Refusal refusal -> refusal(refusal.target(), refusal.said());
        };
    }

    private static StreamingOutput events(EventRelay relay, HttpServerResponse response) {
        return out -> relay.to(out, response::closed);
    }

    private static Response refusal(Target target, Said said) {
        Response.ResponseBuilder response = Response.status(said.status())
                .entity(said.body())
                .type(said.contentType())
                .header(VERSION, target.version());
        said.retryAfter().ifPresent(seconds -> response.header("Retry-After", seconds));
        return response.build();
    }
}
