package io.graft.gateway.prediction;

import io.graft.contracts.event.InferenceEvent.PredictionRecorded;
import io.graft.contracts.inference.InferenceApi.VersionStats;
import io.graft.kit.event.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Writing and reading the prediction log.
@ApplicationScoped
public class Predictions {

    private final PredictionStore store;
    private final Outbox outbox;
    private final PredictionMetrics metrics;

    Predictions(PredictionStore store, Outbox outbox, PredictionMetrics metrics) {
        this.store = store;
        this.outbox = outbox;
        this.metrics = metrics;
    }

    /// Records a finished request and tells of it, both or neither, and once per request id: a second answer for an id
    /// changes nothing; only what never reached its version is replaced by a later try.
    @Transactional
    public void record(Prediction prediction) {
        if (store.insert(prediction)) {
            outbox.publish(event(prediction));
            metrics.count(prediction);
        }
    }

    @Transactional
    public Optional<LoggedAnswer> find(UUID requestId) {
        return store.find(requestId);
    }

    /// What one version did since a moment; all zero where it did nothing.
    @Transactional
    public VersionStats stats(String model, String version, Instant since) {
        return store.stats(model, version, since).stream()
                .findFirst()
                .orElseGet(() -> new VersionStats(model, version, 0, 0, 0, null, null, null, 0, 0, null));
    }

    /// What each version of a model did since a moment.
    @Transactional
    public List<VersionStats> stats(String model, Instant since) {
        return store.stats(model, null, since);
    }

    /// Forgets what is older than a moment, and the feedback on it; returns how many predictions that were.
    @Transactional
    public int purge(Instant moment) {
        return store.deleteBefore(moment);
    }

    private static PredictionRecorded event(Prediction prediction) {
        return new PredictionRecorded(
                prediction.requestId(),
                prediction.model(),
                prediction.version(),
                prediction.prompt(),
                prediction.completion(),
                prediction.latencyMs(),
                prediction.outcome().error().orElse(null),
                prediction.at());
    }
}
