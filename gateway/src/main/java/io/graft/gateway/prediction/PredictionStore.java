package io.graft.gateway.prediction;

import io.graft.contracts.inference.InferenceApi.VersionStats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.MutationQuery;
import org.jspecify.annotations.Nullable;

/// The table `prediction`.
@ApplicationScoped
class PredictionStore {

    private static final String INSERT = """
            insert into prediction as known
              (request_id, model, version, prompt, completion, outcome, latency_ms, at)
            values (:request_id, :model, :version, cast(:prompt as text), cast(:completion as text), :outcome, :latency_ms, :at)
            on conflict (request_id) do update set
              model = excluded.model, version = excluded.version, prompt = excluded.prompt,
              completion = excluded.completion, outcome = excluded.outcome, latency_ms = excluded.latency_ms,
              at = excluded.at
            where known.outcome not in ('answered', 'version_error')""";

    private static final String STATS = """
            select p.version as version,
              count(*) filter (where outcome in ('answered', 'version_error')) as requests,
              count(*) filter (where outcome = 'version_error') as errors,
              count(*) filter (where outcome = 'unavailable') as unavailable,
              percentile_cont(0.50) within group (order by latency_ms) filter (where outcome = 'answered') as p50,
              percentile_cont(0.95) within group (order by latency_ms) filter (where outcome = 'answered') as p95,
              percentile_cont(0.99) within group (order by latency_ms) filter (where outcome = 'answered') as p99,
              count(f.request_id) as feedback,
              count(*) filter (where f.correct) as correct,
              max(p.at) as last
            from prediction p left join feedback f on f.request_id = p.request_id
            where p.model = :model and p.at >= :since
              and (cast(:version as text) is null or p.version = cast(:version as text))
            group by p.version
            order by p.version""";

    private final Session session;

    PredictionStore(Session session) {
        this.session = session;
    }

    /// Whether this is news: false where the request id was answered, or failed by its version, before.
    boolean insert(Prediction prediction) {
        MutationQuery insert = session.createNativeMutationQuery(INSERT)
                .setParameter("request_id", prediction.requestId())
                .setParameter("model", prediction.model())
                .setParameter("version", prediction.version())
                .setParameter("prompt", prediction.prompt())
                .setParameter("completion", prediction.completion())
                .setParameter("outcome", prediction.outcome().code())
                .setParameter("latency_ms", prediction.latencyMs())
                .setParameter("at", prediction.at());
        return insert.executeUpdate() == 1;
    }

    Optional<LoggedAnswer> find(UUID requestId) {
        return session.createNativeQuery(
                        "select model, version, completion, outcome from prediction where request_id = :id",
                        Tuple.class)
                .setParameter("id", requestId)
                .getResultStream()
                .map(row -> new LoggedAnswer(
                        row.get("model", String.class),
                        row.get("version", String.class),
                        "answered".equals(row.get("outcome", String.class))
                                ? Optional.ofNullable(row.get("completion", String.class))
                                : Optional.empty()))
                .findFirst();
    }

    /// @param version absent: of every version
    List<VersionStats> stats(String model, @Nullable String version, Instant since) {
        return session.createNativeQuery(STATS, Tuple.class)
                .setParameter("model", model)
                .setParameter("version", version)
                .setParameter("since", since)
                .getResultStream()
                .map(row -> stats(model, row))
                .toList();
    }

    private static VersionStats stats(String model, Tuple row) {
        return new VersionStats(
                model,
                row.get("version", String.class),
                row.get("requests", Long.class),
                row.get("errors", Long.class),
                row.get("unavailable", Long.class),
                row.get("p50", Double.class),
                row.get("p95", Double.class),
                row.get("p99", Double.class),
                row.get("feedback", Long.class),
                row.get("correct", Long.class),
                row.get("last", Instant.class));
    }

    int deleteBefore(Instant moment) {
        return session.createNativeMutationQuery("delete from prediction where at < :moment")
                .setParameter("moment", moment)
                .executeUpdate();
    }
}
