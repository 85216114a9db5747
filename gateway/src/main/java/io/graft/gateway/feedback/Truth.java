package io.graft.gateway.feedback;

import io.graft.contracts.inference.InferenceApi.FeedbackRequest;
import io.graft.kit.problem.Problem;
import java.util.Locale;

/// What somebody who knows says about an answer.
sealed interface Truth {

    /// Whether the answer was right.
    boolean agrees(String completion);

    /// The answer should have been this.
    record Label(String label) implements Truth {

        @Override
        public boolean agrees(String completion) {
            return normal(label).equals(normal(completion));
        }

        private static String normal(String text) {
            return text.strip().toLowerCase(Locale.ROOT);
        }
    }

    /// The answer was right, or not.
    record Rating(boolean right) implements Truth {

        @Override
        public boolean agrees(String completion) {
            return right;
        }
    }

    /// Reads a request that says exactly one of both.
    static Truth of(FeedbackRequest request) {
        String label = request.label();
        Integer rating = request.rating();
        if ((label == null) == (rating == null)) {
            throw Problem.Invalid.of("label", "exactly one of label and rating must be given");
        }
        if (label != null) {
            return new Label(label);
        }
        if (rating != 0 && rating != 1) {
            throw Problem.Invalid.of("rating", "must be 1 (right) or 0 (wrong), is " + rating);
        }
        return new Rating(rating == 1);
    }
}
