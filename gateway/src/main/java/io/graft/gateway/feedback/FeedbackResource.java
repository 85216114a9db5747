package io.graft.gateway.feedback;

import io.graft.contracts.inference.InferenceApi.FeedbackRequest;
import io.graft.contracts.inference.InferenceApi.FeedbackResponse;
import io.graft.kit.problem.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/// `/v1/gateway/feedback`.
@Path("/v1/gateway/feedback")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class FeedbackResource {

    private final Feedbacks feedbacks;

    FeedbackResource(Feedbacks feedbacks) {
        this.feedbacks = feedbacks;
    }

    @POST
    public FeedbackResponse record(@Nullable FeedbackRequest request) {
        if (request == null) {
            throw new Problem.Malformed("the body must be {\"request_id\", \"label\" or \"rating\"}");
        }
        return feedbacks.record(request);
    }
}
