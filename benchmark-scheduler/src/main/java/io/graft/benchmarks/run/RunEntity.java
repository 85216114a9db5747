package io.graft.benchmarks.run;

import io.graft.contracts.benchmark.BenchmarkApi.RunState;
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

/// One row of `benchmark_run`.
@NullUnmarked
@Entity
@Table(name = "benchmark_run")
class RunEntity {

    @Id
    UUID id;

    String model;
    String version;

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    RunState state;

    @JdbcTypeCode(SqlTypes.JSON)
    String spec;

    @JdbcTypeCode(SqlTypes.JSON)
    String results;

    @JdbcTypeCode(SqlTypes.JSON)
    String error;

    double progressPct;
    int attempts;
    String tokenDigest;
    Long workerPid;
    Instant workerStarted;
    String traceparent;
    Instant createdAt;
    Instant launchedAt;
    Instant heardAt;
    Instant completedAt;
}
