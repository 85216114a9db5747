package io.graft.modelserver.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.kit.problem.Problem;
import java.util.List;

/// Kinds of values that reading JSON would change in silence: 1.5 to 1, 5 to true.
final class FieldKinds {

    private static final List<String> WHOLE =
            List.of("max_tokens", "max_completion_tokens", "top_k", "seed", "logprobs", "top_logprobs", "dimensions");

    private FieldKinds() {}

    /// Fails unless the fields that count something are whole numbers, as far as they are numbers.
    static void requireWhole(JsonNode body) {
        List<FieldError> errors = WHOLE.stream()
                .filter(field -> body.path(field).isNumber() && !isWhole(body.path(field)))
                .map(field -> new FieldError(field, "must be a whole number, is " + body.path(field)))
                .toList();
        if (!errors.isEmpty()) {
            throw new Problem.Invalid(errors);
        }
    }

    private static boolean isWhole(JsonNode number) {
        return number.isIntegralNumber() || number.doubleValue() == Math.rint(number.doubleValue());
    }

    /// Fails unless a field is absent, or true or false.
    static void requireFlag(JsonNode body, String field) {
        if (body.hasNonNull(field) && !body.path(field).isBoolean()) {
            throw Problem.Invalid.of(field, "must be true or false, is " + body.path(field));
        }
    }
}
