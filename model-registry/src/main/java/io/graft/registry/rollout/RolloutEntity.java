package io.graft.registry.rollout;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "rollout")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class RolloutEntity {

    @Id
    UUID deploymentId;

    long versionId;
    String state;
    String reason;
    Instant startedAt;
    Instant updatedAt;
}
