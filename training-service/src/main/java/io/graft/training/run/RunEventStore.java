package io.graft.training.run;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/// Keeps in `run_event` what was said of each run.
@ApplicationScoped
class RunEventStore implements PanacheRepositoryBase<RunEventEntity, Long> {

    /// Entries read at a time.
    static final int MOST = 100;

    /// @param id   rises with time
    /// @param type `queued`, `started`, …
    /// @param body JSON
    record Entry(long id, String type, String body) {}

    void add(RunId run, String type, String body, Instant now) {
        RunEventEntity entity = new RunEventEntity();
        entity.runId = run.value();
        entity.type = type;
        entity.body = body;
        entity.at = now;
        persist(entity);
    }

    /// What was said after an entry, in order.
    List<Entry> after(RunId run, long id) {
        return find("runId = ?1 and id > ?2 order by id", run.value(), id).range(0, MOST - 1).stream()
                .map(entity -> new Entry(entity.id, entity.type, entity.body))
                .toList();
    }
}
