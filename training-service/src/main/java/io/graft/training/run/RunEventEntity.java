package io.graft.training.run;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/// One row of `run_event`.
@NullUnmarked
@Entity
@Table(name = "run_event")
class RunEventEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    UUID runId;

    String type;

    @JdbcTypeCode(SqlTypes.JSON)
    String body;

    Instant at;
}
