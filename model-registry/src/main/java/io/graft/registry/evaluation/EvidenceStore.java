package io.graft.registry.evaluation;

import com.fasterxml.jackson.core.type.TypeReference;
import io.graft.contracts.benchmark.BenchmarkApi.Result;
import io.graft.contracts.registry.RegistryApi.Evidence;
import io.graft.registry.model.Jsonb;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// The table `evidence`.
@ApplicationScoped
class EvidenceStore implements PanacheRepository<EvidenceEntity> {

    private static final TypeReference<TreeMap<String, Double>> NUMBERS = new TypeReference<>() {};

    boolean has(long versionId, UUID benchmarkRun) {
        return count("versionId = ?1 and benchmarkRun = ?2", versionId, benchmarkRun) > 0;
    }

    void add(long versionId, UUID benchmarkRun, Result result, Instant now) {
        EvidenceEntity row = new EvidenceEntity();
        row.versionId = versionId;
        row.benchmarkRun = benchmarkRun;
        row.subject = result.subject();
        row.model = result.model();
        row.task = result.task();
        row.metrics = Jsonb.write(result.metrics());
        row.samples = result.samples();
        row.recordedAt = now;
        persist(row);
    }

    /// The evidence of each version, oldest first.
    Map<Long, List<Evidence>> of(Collection<Long> versionIds) {
        return list("versionId in ?1 order by id", versionIds).stream()
                .collect(Collectors.groupingBy(
                        row -> row.versionId, Collectors.mapping(EvidenceStore::evidence, Collectors.toList())));
    }

    private static Evidence evidence(EvidenceEntity row) {
        return new Evidence(
                row.benchmarkRun,
                row.subject,
                row.model,
                row.task,
                Jsonb.read(row.metrics, NUMBERS),
                row.samples,
                row.recordedAt);
    }
}
