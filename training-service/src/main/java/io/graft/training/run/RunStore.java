package io.graft.training.run;

import io.graft.contracts.training.TrainingApi.RunState;
import io.graft.kit.launch.WorkerHandle;
import io.graft.kit.page.PageRequest;
import io.graft.training.run.TrainingRun.Times;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Keeps runs in `training_run`.
@ApplicationScoped
class RunStore implements PanacheRepositoryBase<RunEntity, UUID> {

    private static final List<RunState> ACTIVE = List.of(RunState.launching, RunState.running, RunState.stopping);

    void add(TrainingRun run) {
        RunEntity entity = new RunEntity();
        entity.id = run.id().value();
        entity.modelName = run.spec().modelName();
        entity.priority = run.spec().priority();
        entity.spec = StoredJson.write(run.spec());
        entity.createdAt = run.times().createdAt();
        copy(run, entity);
        persistAndFlush(entity);
    }

    Optional<TrainingRun> find(RunId id) {
        return findByIdOptional(id.value()).map(RunStore::run);
    }

    /// The run, which nobody else changes until the transaction ends.
    Optional<TrainingRun> lock(RunId id) {
        return findByIdOptional(id.value(), LockModeType.PESSIMISTIC_WRITE).map(RunStore::run);
    }

    /// The queued run whose turn it is, locked: highest priority first, then oldest.
    Optional<TrainingRun> lockNext() {
        return find("state = ?1 order by priority desc, createdAt, id", RunState.queued)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .map(RunStore::run);
    }

    /// Runs that have a worker, oldest first.
    List<TrainingRun> active() {
        return find("state in ?1 order by createdAt, id", ACTIVE).stream()
                .map(RunStore::run)
                .toList();
    }

    /// Newest first.
    List<TrainingRun> list(@Nullable String modelName, @Nullable RunState state, PageRequest page) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        if (modelName != null) {
            values.add(modelName);
            conditions.add("modelName = ?" + values.size());
        }
        if (state != null) {
            values.add(state);
            conditions.add("state = ?" + values.size());
        }
        String where = conditions.isEmpty() ? "" : String.join(" and ", conditions) + " ";
        PanacheQuery<RunEntity> query = find(where + "order by createdAt desc, id", values.toArray());
        return query.range(page.offset(), page.offset() + page.limit() - 1).stream()
                .map(RunStore::run)
                .toList();
    }

    Map<RunState, Long> countByState() {
        Map<RunState, Long> counts = new EnumMap<>(RunState.class);
        getEntityManager()
                .createQuery("select state, count(*) from RunEntity group by state", Object[].class)
                .getResultList()
                .forEach(row -> counts.put((RunState) row[0], (Long) row[1]));
        return counts;
    }

    void save(TrainingRun run) {
        copy(run, findById(run.id().value()));
    }

    private static void copy(TrainingRun run, RunEntity entity) {
        entity.state = run.state();
        entity.attempts = run.attempts();
        entity.progress = StoredJson.write(run.progress());
        entity.outcome = StoredJson.writeOrNull(run.outcome());
        entity.version = run.version();
        WorkerHandle worker = run.worker();
        entity.workerPid = worker == null ? null : worker.pid();
        entity.workerStarted = worker == null ? null : worker.started();
        entity.launchedAt = run.times().launchedAt();
        entity.startedAt = run.times().startedAt();
        entity.heardAt = run.times().heardAt();
        entity.stopRequestedAt = run.times().stopRequestedAt();
        entity.announcedAt = run.times().announcedAt();
        entity.completedAt = run.times().completedAt();
    }

    private static TrainingRun run(RunEntity entity) {
        WorkerHandle worker =
                entity.workerPid == null ? null : new WorkerHandle(entity.workerPid, entity.workerStarted);
        Times times = new Times(
                entity.createdAt,
                entity.launchedAt,
                entity.startedAt,
                entity.heardAt,
                entity.stopRequestedAt,
                entity.announcedAt,
                entity.completedAt);
        return new TrainingRun(
                new RunId(entity.id),
                StoredJson.read(entity.spec, RunSpec.class),
                entity.state,
                entity.attempts,
                StoredJson.read(entity.progress, Progress.class),
                StoredJson.readOrNull(entity.outcome, Outcome.class),
                entity.version,
                worker,
                times);
    }
}
