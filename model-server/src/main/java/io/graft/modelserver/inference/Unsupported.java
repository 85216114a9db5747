package io.graft.modelserver.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.kit.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Fields of the OpenAI API that would change the answer, but are not understood here. Leaving them out silently would
/// answer another question than the one that was asked.
final class Unsupported {

    private static final List<String> UNKNOWN = List.of(
            "tools",
            "functions",
            "response_format",
            "logit_bias",
            "suffix",
            "min_tokens",
            "ignore_eos",
            "stop_token_ids",
            "bad_words",
            "prompt_logprobs",
            "use_beam_search");

    /// Fields that are fine as long as they say what happens anyhow.
    private static final Map<String, Integer> ONLY = Map.of("n", 1, "best_of", 1);

    private Unsupported() {}

    /// @param more fields that only this call does not understand
    static void refuse(JsonNode body, String... more) {
        Stream<FieldError> unknown = Stream.concat(UNKNOWN.stream(), Stream.of(more))
                .filter(body::hasNonNull)
                .filter(field -> !isDefault(field, body.path(field)))
                .map(field -> new FieldError(field, "is not supported here"));
        Stream<FieldError> only = ONLY.entrySet().stream()
                .filter(entry -> body.hasNonNull(entry.getKey()))
                .filter(entry -> body.path(entry.getKey()).asInt() != entry.getValue())
                .map(entry -> new FieldError(entry.getKey(), "must be " + entry.getValue() + " here"));
        List<FieldError> errors = Stream.concat(unknown, only).toList();
        if (!errors.isEmpty()) {
            throw new Problem.Invalid(errors);
        }
    }

    private static boolean isDefault(String field, JsonNode value) {
        boolean off = value.isContainerNode() ? value.isEmpty() : !value.asBoolean(true); // false, 0
        if (off) {
            return true;
        }
        return field.equals("response_format") && value.path("type").asText().equals("text");
    }
}
