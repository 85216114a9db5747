package io.graft.registry.version;

import io.graft.contracts.registry.RegistryApi.StageChange;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The table `stage_change`, to which rows are only ever added.
@ApplicationScoped
class StageChangeStore implements PanacheRepository<StageChangeEntity> {

    void add(long versionId, StageChange change) {
        StageChangeEntity row = new StageChangeEntity();
        row.versionId = versionId;
        row.stage = change.stage();
        row.changedBy = change.by();
        row.reason = change.reason();
        row.at = change.at();
        persist(row);
    }

    /// The changes of each version, oldest first.
    Map<Long, List<StageChange>> of(Collection<Long> versionIds) {
        return list("versionId in ?1 order by id", versionIds).stream()
                .collect(Collectors.groupingBy(
                        row -> row.versionId,
                        Collectors.mapping(
                                row -> new StageChange(row.stage, row.changedBy, row.reason, row.at),
                                Collectors.toList())));
    }
}
