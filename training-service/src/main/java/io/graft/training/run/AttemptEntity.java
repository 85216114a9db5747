package io.graft.training.run;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/// One row of `run_attempt`.
@NullUnmarked
@Entity
@Table(name = "run_attempt")
class AttemptEntity {

    @Id
    String tokenDigest;

    UUID runId;

    int attempt;

    Instant createdAt;
}
