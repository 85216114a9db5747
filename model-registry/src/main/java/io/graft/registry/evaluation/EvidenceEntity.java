package io.graft.registry.evaluation;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "evidence")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class EvidenceEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    long versionId;
    UUID benchmarkRun;
    String subject;
    String model;
    String task;

    @JdbcTypeCode(SqlTypes.JSON)
    String metrics;

    int samples;
    Instant recordedAt;
}
