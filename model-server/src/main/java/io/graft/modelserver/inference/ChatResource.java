package io.graft.modelserver.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.contracts.inference.OpenAiApi.ChatRequest;
import io.graft.contracts.inference.OpenAiApi.Delta;
import io.graft.engine.generation.Generation;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/// `/v1/chat/completions`.
@Path("/v1/chat/completions")
@Consumes(MediaType.APPLICATION_JSON)
public class ChatResource {

    private final Wishes wishes;
    private final Admission admission;
    private final Writer writer;
    private final ObjectMapper json;
    private final Clock clock;

    ChatResource(Wishes wishes, Admission admission, Writer writer, ObjectMapper json, Clock clock) {
        this.wishes = wishes;
        this.admission = admission;
        this.writer = writer;
        this.json = json;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Answer a chat", description = "With `stream`: server-sent events that end with `[DONE]`.")
    public Response chat(
            @RequestBody(content = @Content(schema = @Schema(implementation = ChatRequest.class))) @Nullable
                    JsonNode body,
            @Context RoutingContext exchange)
            throws JsonProcessingException {
        if (body == null || !body.isObject()) {
            throw new Problem.Malformed("the body must be a JSON object with model and messages");
        }
        Unsupported.refuse(body);
        FieldKinds.requireFlag(body, "logprobs");
        FieldKinds.requireWhole(body);
        ChatRequest request = json.treeToValue(body, ChatRequest.class);
        Wish wish = wishes.of(request);
        ChatScores scores = ChatScores.of(wish.served(), Boolean.TRUE.equals(request.logprobs()));
        Answers answers = new Answers(
                UUID.randomUUID().toString(),
                clock.instant().getEpochSecond(),
                wish.served().name());
        Admission.Ticket place = admission.enter();
        if (Boolean.TRUE.equals(request.stream())) {
            exchange.addEndHandler(_ -> place.close()); // also if the answer never begins
            StreamingOutput events = out -> stream(wish, answers, scores, new Caller(out, exchange.response()::closed));
            return Response.ok(events, MediaType.SERVER_SENT_EVENTS).build();
        }
        try (place) {
            Generation text = writer.write(wish, _ -> !exchange.response().closed());
            return Response.ok(answers.chat(text, scores.of(text.tokens())), MediaType.APPLICATION_JSON)
                    .build();
        }
    }

    private void stream(Wish wish, Answers answers, ChatScores scores, Caller caller) {
        EventWriter events = new EventWriter(
                caller,
                json,
                (text, tokens) -> answers.chunk(new Delta(null, text), scores.ofSome(tokens)),
                (reason, tokens) -> answers.lastChunk(reason, scores.ofSome(tokens)));
        events.stream(listener -> {
            events.send(answers.chunk(new Delta("assistant", ""), null));
            return writer.write(wish, listener);
        });
    }
}
