package io.graft.training.dataset;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.NullUnmarked;

/// One row of `dataset_version`.
@NullUnmarked
@Entity
@Table(name = "dataset_version")
class DatasetEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String name;
    String version;
    String kind;

    @JdbcTypeCode(SqlTypes.JSON)
    String train;

    @JdbcTypeCode(SqlTypes.JSON)
    String test;

    @JdbcTypeCode(SqlTypes.JSON)
    String quality;

    Instant createdAt;

    Instant importedAt;
}
