package io.graft.registry.version;

import io.graft.contracts.registry.RegistryApi.Stage;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "model_version")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class VersionEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String model;
    String version;

    @Enumerated(EnumType.STRING)
    Stage stage;

    String baseModel;

    @Nullable
    String description;

    @JdbcTypeCode(SqlTypes.JSON)
    String tags;

    @JdbcTypeCode(SqlTypes.JSON)
    String metadata;

    @JdbcTypeCode(SqlTypes.JSON)
    String hyperparameters;

    @JdbcTypeCode(SqlTypes.JSON)
    String metrics;

    @JdbcTypeCode(SqlTypes.JSON)
    String files;

    String digest;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String lineage;

    @Nullable
    UUID trainingRun;

    @JdbcTypeCode(SqlTypes.JSON)
    @Nullable
    String verdict;

    int revision;
    Instant createdAt;
}
