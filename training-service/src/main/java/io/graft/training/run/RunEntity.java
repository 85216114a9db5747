package io.graft.training.run;

import io.graft.contracts.training.TrainingApi.RunState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/// One row of `training_run`.
@NullUnmarked
@Entity
@Table(name = "training_run")
class RunEntity {

    @Id
    UUID id;

    String modelName;

    int priority;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    RunState state;

    @JdbcTypeCode(SqlTypes.JSON)
    String spec;

    @JdbcTypeCode(SqlTypes.JSON)
    String progress;

    @JdbcTypeCode(SqlTypes.JSON)
    String outcome;

    String version;
    int attempts;

    Long workerPid;

    Instant workerStarted;

    Instant createdAt;

    Instant launchedAt;

    Instant startedAt;

    Instant heardAt;

    Instant stopRequestedAt;

    Instant announcedAt;

    Instant completedAt;
}
