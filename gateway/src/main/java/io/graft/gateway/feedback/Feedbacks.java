package io.graft.gateway.feedback;

import io.graft.contracts.event.InferenceEvent.FeedbackRecorded;
import io.graft.contracts.inference.InferenceApi.FeedbackRequest;
import io.graft.contracts.inference.InferenceApi.FeedbackResponse;
import io.graft.gateway.prediction.LoggedAnswer;
import io.graft.gateway.prediction.Predictions;
import io.graft.kit.event.Outbox;
import io.graft.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/// Takes feedback: the same twice is one, another one for the same request replaces it.
@ApplicationScoped
public class Feedbacks {

    private final Predictions predictions;
    private final FeedbackStore store;
    private final Outbox outbox;
    private final Clock clock;

    Feedbacks(Predictions predictions, FeedbackStore store, Outbox outbox, Clock clock) {
        this.predictions = predictions;
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Transactional
    public FeedbackResponse record(FeedbackRequest request) {
        UUID id = request.requestId();
        if (id == null) {
            throw Problem.Invalid.of("request_id", "must be the x-request-id of an answer");
        }
        Truth truth = Truth.of(request);
        LoggedAnswer answer = predictions.find(id).orElseThrow(() -> new Problem.NotFound("prediction", id.toString()));
        boolean correct = truth.agrees(completion(id, answer));
        if (store.save(id, truth, correct, clock.instant())) {
            outbox.publish(new FeedbackRecorded(id, answer.model(), answer.version(), request.label(), correct));
        }
        return new FeedbackResponse(id, correct);
    }

    private static String completion(UUID id, LoggedAnswer answer) {
        return answer.completion()
                .orElseThrow(() -> new Problem.Conflict(
                        "prediction_without_answer",
                        "request " + id + " was not answered in text, so there is nothing to give feedback on"));
    }
}
