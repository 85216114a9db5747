package io.graft.registry.rollout;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// The table `rollout`.
@ApplicationScoped
class RolloutStore implements PanacheRepositoryBase<RolloutEntity, UUID> {

    void put(UUID deploymentId, long versionId, String state, String reason, Instant now) {
        RolloutEntity row = findById(deploymentId);
        boolean isNew = row == null;
        if (isNew) {
            row = new RolloutEntity();
            row.deploymentId = deploymentId;
            row.versionId = versionId;
            row.startedAt = now;
        }
        row.state = state;
        row.reason = reason;
        row.updatedAt = now;
        if (isNew) {
            persist(row);
        }
    }

    /// Rollouts of any of the versions, oldest first.
    List<Rollout> of(Collection<Long> versionIds) {
        return list("versionId in ?1 order by startedAt, deploymentId", versionIds).stream()
                .map(row -> new Rollout(
                        row.deploymentId, row.versionId, row.state, row.reason, row.startedAt, row.updatedAt))
                .toList();
    }
}
