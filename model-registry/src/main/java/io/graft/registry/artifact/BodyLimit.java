package io.graft.registry.artifact;

import io.graft.contracts.ProblemDetail;
import io.graft.kit.problem.Problem;
import io.graft.registry.model.Jsonb;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Holds every call but the upload of artifacts to `graft.registry.max-body`: the server's own limit is that of
/// artifacts, far more than a JSON body that is read into memory may have.
@ApplicationScoped
class BodyLimit {

    /// Right after the server's own limit, before anything reads.
    private static final int ORDER = -1;

    /// Where the server keeps the limit of a request that comes in chunks, and so says no length.
    private static final String LIMIT_OF_REQUEST = "io.quarkus.max-request-size";

    private static final String UPLOADS = "/v1/registry/artifacts";

    private final long maxBytes;

    BodyLimit(ArtifactConfig config) {
        this.maxBytes = config.maxBody().asLongValue();
    }

    void route(@Observes Router router) {
        router.route().order(ORDER).handler(this::limit);
    }

    private void limit(RoutingContext call) {
        if (UPLOADS.equals(call.normalizedPath())) {
            call.next();
            return;
        }
        String length = call.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > maxBytes) {
            refuse(call, length);
            return;
        }
        call.put(LIMIT_OF_REQUEST, maxBytes);
        call.next();
    }

    private void refuse(RoutingContext call, String length) {
        Problem.TooLarge problem = new Problem.TooLarge(
                "a body may have " + maxBytes + " bytes (graft.registry.max-body), this has " + length);
        call.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONNECTION, "close")
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDetail.MEDIA_TYPE)
                .end(Jsonb.write(problem.detail()));
    }
}
