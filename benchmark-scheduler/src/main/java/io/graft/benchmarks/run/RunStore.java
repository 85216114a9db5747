package io.graft.benchmarks.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.graft.benchmarks.run.BenchmarkRun.Times;
import io.graft.contracts.ContractJson;
import io.graft.contracts.ProblemDetail;
import io.graft.contracts.benchmark.BenchmarkApi;
import io.graft.contracts.benchmark.BenchmarkApi.RunState;
import io.graft.kit.launch.WorkerHandle;
import io.graft.kit.page.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keeps runs in `benchmark_run`.
@ApplicationScoped
class RunStore implements PanacheRepositoryBase<RunEntity, UUID> {

    void add(BenchmarkRun run) {
        RunEntity entity = new RunEntity();
        entity.id = run.id();
        entity.model = run.model();
        entity.version = run.version();
        entity.spec = write(run.spec());
        entity.traceparent = run.traceparent();
        entity.createdAt = run.times().createdAt();
        copy(run, entity);
        persistAndFlush(entity);
    }

    void save(BenchmarkRun run) {
        copy(run, findById(run.id()));
    }

    Optional<BenchmarkRun> find(UUID id) {
        return findByIdOptional(id).map(RunStore::run);
    }

    /// The run, which nobody else changes until the transaction ends.
    Optional<BenchmarkRun> lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE).map(RunStore::run);
    }

    Optional<BenchmarkRun> candidate(String model, String version) {
        return find("model = ?1 and version = ?2", model, version)
                .firstResultOptional()
                .map(RunStore::run);
    }

    /// The oldest queued run, locked.
    Optional<BenchmarkRun> lockNext() {
        return find("state = ?1 order by createdAt, id", RunState.queued)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .map(RunStore::run);
    }

    List<BenchmarkRun> running() {
        return find("state = ?1 order by createdAt, id", RunState.running).stream()
                .map(RunStore::run)
                .toList();
    }

    /// Newest first.
    List<BenchmarkRun> list(PageRequest page) {
        return find("order by createdAt desc, id").range(page.offset(), page.offset() + page.limit() - 1).stream()
                .map(RunStore::run)
                .toList();
    }

    /// Completed runs, newest first.
    List<BenchmarkRun> completed(int most) {
        return find("state = ?1 order by completedAt desc, id", RunState.completed).range(0, most - 1).stream()
                .map(RunStore::run)
                .toList();
    }

    private static void copy(BenchmarkRun run, RunEntity entity) {
        WorkerHandle worker = run.worker();
        entity.state = run.state();
        entity.results = write(run.results());
        entity.error = run.error() == null ? null : write(run.error());
        entity.progressPct = run.progressPct();
        entity.attempts = run.attempts();
        entity.tokenDigest = run.tokenDigest();
        entity.workerPid = worker == null ? null : worker.pid();
        entity.workerStarted = worker == null ? null : worker.started();
        entity.launchedAt = run.times().launchedAt();
        entity.heardAt = run.times().heardAt();
        entity.completedAt = run.times().completedAt();
    }

    private static BenchmarkRun run(RunEntity entity) {
        return new BenchmarkRun(
                entity.id,
                entity.model,
                entity.version,
                entity.state,
                read(entity.spec, new TypeReference<RunSpec>() {}),
                read(entity.results, new TypeReference<List<BenchmarkApi.Result>>() {}),
                entity.error == null ? null : read(entity.error, new TypeReference<ProblemDetail>() {}),
                entity.progressPct,
                entity.attempts,
                entity.tokenDigest,
                entity.workerPid == null ? null : new WorkerHandle(entity.workerPid, entity.workerStarted),
                entity.traceparent,
                new Times(entity.createdAt, entity.launchedAt, entity.heardAt, entity.completedAt));
    }

    private static String write(Object value) {
        try {
            return ContractJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return ContractJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
