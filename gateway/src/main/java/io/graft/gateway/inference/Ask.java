package io.graft.gateway.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.kit.problem.Problem;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One request for an answer, as far as the gateway must understand it; the rest of the body goes through untouched.
///
/// @param form      chat, completion or embeddings
/// @param requestId the caller's, or a new one
/// @param sticky    requests with the same key go to the same version; absent: chance decides
record Ask(Form form, ObjectNode body, String model, boolean stream, UUID requestId, Optional<String> sticky) {

    /// What the caller says beside the body.
    ///
    /// @param requestId `X-Request-Id`; counts only if it is a UUID
    /// @param sticky    `X-Graft-Sticky`
    record Headers(@Nullable String requestId, @Nullable String sticky) {}

    static Ask of(Form form, @Nullable JsonNode json, Headers headers) {
        if (!(json instanceof ObjectNode body)) {
            throw new Problem.Malformed("the body must be a JSON object with model and " + form.promptField());
        }
        String model = body.path("model").asText("");
        if (model.isBlank()) {
            throw Problem.Invalid.of("model", "must be the name of a model, alone or as name@version");
        }
        if (!form.isPrompt(body.path(form.promptField()))) {
            throw Problem.Invalid.of(form.promptField(), form.promptRule());
        }
        Optional<UUID> given = requestId(headers.requestId());
        Optional<String> sticky = text(headers.sticky())
                .or(() -> text(body.path("user").textValue()))
                .or(() -> given.map(UUID::toString));
        boolean stream = form != Form.EMBEDDINGS && body.path("stream").asBoolean(false);
        return new Ask(form, body, model, stream, given.orElseGet(UUID::randomUUID), sticky);
    }

    /// The body with the model server's name for the version.
    ObjectNode bodyFor(String model) {
        return body.deepCopy().put("model", model);
    }

    String prompt() {
        return form.prompt(body.path(form.promptField()));
    }

    private static Optional<UUID> requestId(@Nullable String text) {
        try {
            return Optional.ofNullable(text).filter(id -> id.length() == 36).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a proxy's own kind of id: it names nothing here
        }
    }

    private static Optional<String> text(@Nullable String text) {
        return Optional.ofNullable(text).filter(value -> !value.isBlank());
    }
}
