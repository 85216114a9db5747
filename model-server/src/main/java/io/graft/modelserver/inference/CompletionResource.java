package io.graft.modelserver.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.contracts.inference.OpenAiApi.CompletionRequest;
import io.graft.contracts.inference.OpenAiApi.CompletionResponse;
import io.graft.kit.problem.Problem;
import io.graft.modelserver.admission.Admission;
import io.graft.modelserver.inference.EventWriter.Caller;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/// `/v1/completions`.
@Path("/v1/completions")
@Consumes(MediaType.APPLICATION_JSON)
public class CompletionResource {

    private final Wishes wishes;
    private final Completions completions;
    private final Admission admission;
    private final ObjectMapper json;
    private final Clock clock;

    CompletionResource(Wishes wishes, Completions completions, Admission admission, ObjectMapper json, Clock clock) {
        this.wishes = wishes;
        this.completions = completions;
        this.admission = admission;
        this.json = json;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Continue a text", description = "With `stream`: server-sent events that end with `[DONE]`.")
    public Response complete(
            @RequestBody(content = @Content(schema = @Schema(implementation = CompletionRequest.class))) @Nullable
                    JsonNode body,
            @Context RoutingContext exchange)
            throws JsonProcessingException {
        if (body == null || !body.isObject()) {
            throw new Problem.Malformed("the body must be a JSON object with model and prompt");
        }
        Unsupported.refuse(body, "top_logprobs"); // the number stands in logprobs itself
        FieldKinds.requireWhole(body);
        CompletionRequest request = json.treeToValue(body, CompletionRequest.class);
        Wish wish = wishes.of(request);
        Answers answers = new Answers(
                UUID.randomUUID().toString(),
                clock.instant().getEpochSecond(),
                wish.served().name());
        Admission.Ticket place = admission.enter();
        if (Boolean.TRUE.equals(request.stream())) {
            exchange.addEndHandler(_ -> place.close()); // also if the answer never begins
            StreamingOutput events =
                    out -> stream(request, wish, answers, new Caller(out, exchange.response()::closed));
            return Response.ok(events, MediaType.SERVER_SENT_EVENTS).build();
        }
        try (place) {
            CompletionResponse answer = completions.whole(
                    request, wish, answers, _ -> !exchange.response().closed());
            return Response.ok(answer, MediaType.APPLICATION_JSON).build();
        }
    }

    private void stream(CompletionRequest request, Wish wish, Answers answers, Caller caller) {
        CompletionScores scores = new CompletionScores(wish, request.logprobs() != null);
        EventWriter events = new EventWriter(
                caller,
                json,
                (text, tokens) -> answers.piece(text, scores.written(tokens)),
                (reason, tokens) -> answers.lastPiece(reason, scores.written(tokens)));
        events.stream(listener -> {
            if (Completions.echoes(request)) {
                events.send(answers.piece(request.prompt(), scores.echoed(List.of())));
            }
            return completions.write(request, wish, listener);
        });
    }
}
