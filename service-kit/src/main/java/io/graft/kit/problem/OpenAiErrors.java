package io.graft.kit.problem;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.graft.contracts.ProblemDetail;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/// Adds to the problems of the OpenAI calls the member `error`: the one thing that OpenAI's clients show.
class OpenAiErrors {

    @ServerResponseFilter
    void add(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        if (response.getEntity() instanceof ProblemDetail problem
                && (path.endsWith("/completions") || path.endsWith("/embeddings"))) {
            response.setEntity(new WithError(problem, error(problem)));
        }
    }

    /// A problem, and the same in OpenAI's words.
    record WithError(@JsonUnwrapped ProblemDetail problem, OpenAiError error) {}

    record OpenAiError(
            String message,
            String type,
            String code,
            @Nullable String param) {}

    static OpenAiError error(ProblemDetail problem) {
        String detail = problem.detail() == null ? problem.title() : problem.detail();
        String message = Stream.concat(
                        Stream.of(detail),
                        problem.errors().stream()
                                .filter(field -> !detail.contains(field.message()))
                                .map(field -> field.field() + ": " + field.message()))
                .collect(Collectors.joining("; "));
        String param =
                problem.errors().isEmpty() ? null : problem.errors().getFirst().field();
        return new OpenAiError(
                message.isEmpty() ? problem.title() : message, type(problem.status()), problem.code(), param);
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
