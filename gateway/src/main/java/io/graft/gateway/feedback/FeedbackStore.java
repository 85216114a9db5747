package io.graft.gateway.feedback;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/// The table `feedback`.
@ApplicationScoped
class FeedbackStore {

    private static final String SAVE = """
            insert into feedback as known (request_id, label, rating, correct, at)
            values (:request_id, cast(:label as text), cast(:rating as int), :correct, :at)
            on conflict (request_id) do update set
              label = excluded.label, rating = excluded.rating, correct = excluded.correct, at = excluded.at
            where (known.label, known.rating) is distinct from (excluded.label, excluded.rating)""";

    private final Session session;

    FeedbackStore(Session session) {
        this.session = session;
    }

    /// Whether this is news: false where the same was said before.
    boolean save(UUID requestId, Truth truth, boolean correct, Instant at) {
        return session.createNativeMutationQuery(SAVE)
                        .setParameter("request_id", requestId)
                        .setParameter("label", label(truth))
                        .setParameter("rating", rating(truth))
                        .setParameter("correct", correct)
                        .setParameter("at", at)
                        .executeUpdate()
                == 1;
    }

    private static @Nullable String label(Truth truth) {
        return switch (truth) {
            case Truth.Label label -> label.label();
            case Truth.Rating _ -> null;
        };
    }

    private static @Nullable Integer rating(Truth truth) {
        return switch (truth) {
            case Truth.Label _ -> null;
            case Truth.Rating rating -> rating.right() ? 1 : 0;
        };
    }
}
