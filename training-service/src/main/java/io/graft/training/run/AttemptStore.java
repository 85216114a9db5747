package io.graft.training.run;

import io.graft.kit.launch.WorkerToken;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/// Keeps in `run_attempt` whose token is whose.
@ApplicationScoped
class AttemptStore implements PanacheRepositoryBase<AttemptEntity, String> {

    /// @param number from 1
    record Attempt(RunId run, int number) {}

    void add(Attempt attempt, WorkerToken token, Instant now) {
        AttemptEntity entity = new AttemptEntity();
        entity.tokenDigest = token.digest();
        entity.runId = attempt.run().value();
        entity.attempt = attempt.number();
        entity.createdAt = now;
        persistAndFlush(entity);
    }

    Optional<Attempt> of(WorkerToken token) {
        return findByIdOptional(token.digest()).map(entity -> new Attempt(new RunId(entity.runId), entity.attempt));
    }
}
