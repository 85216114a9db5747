package io.graft.kit.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.graft.client.RemoteProblem;
import io.graft.client.UnavailableException;
import io.graft.contracts.ProblemDetail;
import io.graft.contracts.ProblemDetail.FieldError;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// The one place that turns exceptions into `application/problem+json`.
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    @ServerExceptionMapper
    Response problem(Problem problem, UriInfo uri) {
        Response.ResponseBuilder answer = answer(problem.detail(), uri);
        Duration wait = switch (problem) {
            case Problem.Unavailable unavailable -> unavailable.retryAfter();
            case Problem.OverQuota overQuota -> overQuota.retryAfter();
            default -> Duration.ZERO;
        };
        if (wait.isPositive()) {
            answer.header("Retry-After", Math.max(1, wait.toSeconds()));
        }
        if (problem instanceof Problem.Unauthenticated) {
            answer.header("WWW-Authenticate", "Bearer");
        }
        return answer.build();
    }

    @ServerExceptionMapper
    Response json(JsonProcessingException unreadable, UriInfo uri) {
        return problem(malformed(unreadable), uri);
    }

    /// Quarkus has a mapper of its own for this kind, without a word on what is wrong: this one goes before it.
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException unreadable, UriInfo uri) {
        return json(unreadable, uri);
    }

    @ServerExceptionMapper
    Response web(WebApplicationException web, UriInfo uri) {
        if (web.getCause() instanceof JsonProcessingException unreadable) {
            return json(unreadable, uri);
        }
        Response given = web.getResponse();
        String title = given.getStatusInfo().getReasonPhrase();
        String text = web.getMessage() == null ? title : web.getMessage();
        return answer(
                        new ProblemDetail(
                                "about:blank",
                                title,
                                given.getStatus(),
                                text,
                                null,
                                "http_" + given.getStatus(),
                                List.of()),
                        uri)
                .build();
    }

    /// Another service refused: its reason is ours, as a conflict of this call with the state of the system.
    @ServerExceptionMapper
    Response remote(RemoteProblem remote, UriInfo uri) {
        ProblemDetail said = remote.detail();
        int status = said.status() >= 500 ? 502 : said.status();
        return answer(
                        new ProblemDetail(
                                said.type(),
                                said.title(),
                                status,
                                remote.getMessage(),
                                null,
                                said.code() == null ? "upstream" : said.code(),
                                said.errors()),
                        uri)
                .build();
    }

    @ServerExceptionMapper
    Response unavailable(UnavailableException unavailable, UriInfo uri) {
        return problem(new Problem.Unavailable(String.valueOf(unavailable.getMessage()), RETRY_AFTER), uri);
    }

    /// What nobody expected: logged with an id, which is all that the caller sees of it.
    @ServerExceptionMapper
    Response unexpected(Throwable unexpected, UriInfo uri) {
        if (FailureKind.of(unexpected) == FailureKind.PASSING) {
            LOG.warnf("not available path=%s: %s", uri.getPath(), unexpected);
            return problem(new Problem.Unavailable("the database is away for a moment", RETRY_AFTER), uri);
        }
        String id = UUID.randomUUID().toString();
        LOG.errorf(unexpected, "unexpected failure id=%s path=%s", id, uri.getPath());
        return answer(
                        new ProblemDetail(
                                "about:blank",
                                "Internal error",
                                500,
                                "an unexpected failure; the log has it under id " + id,
                                null,
                                "internal",
                                List.of()),
                        uri)
                .build();
    }

    private static Response.ResponseBuilder answer(ProblemDetail detail, UriInfo uri) {
        ProblemDetail here = new ProblemDetail(
                detail.type(),
                detail.title(),
                detail.status(),
                detail.detail(),
                uri.getRequestUri().getRawPath(),
                detail.code(),
                detail.errors());
        return Response.status(detail.status()).type(ProblemDetail.MEDIA_TYPE).entity(here);
    }

    private static Problem.Malformed malformed(JsonProcessingException unreadable) {
        return switch (unreadable) {
            case InvalidFormatException format ->
                malformed(format, " ", "does not take '" + format.getValue() + "'" + allowed(format) + where(format));
            case JsonMappingException mapping ->
                malformed(mapping, ": ", mapping.getOriginalMessage() + where(mapping));
            default ->
                new Problem.Malformed("the body is not JSON: " + unreadable.getOriginalMessage() + where(unreadable));
        };
    }

    private static Problem.Malformed malformed(JsonMappingException mapping, String joint, String message) {
        String field = field(mapping);
        return field.isEmpty()
                ? new Problem.Malformed("the body" + joint + message)
                : new Problem.Malformed(field + joint + message, List.of(new FieldError(field, message)));
    }

    /// Empty where the text is gone, as for a value that was taken out of a tree.
    private static String where(JsonProcessingException unreadable) {
        JsonLocation at = unreadable.getLocation();
        return at == null || at.getLineNr() < 1 ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private static String allowed(InvalidFormatException format) {
        Object[] constants = format.getTargetType().getEnumConstants();
        return constants == null
                ? "; it takes a " + format.getTargetType().getSimpleName()
                : "; it takes one of " + List.of(constants);
    }

    /// Where in the body; empty for the body itself.
    private static String field(JsonMappingException mapping) {
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }
}
