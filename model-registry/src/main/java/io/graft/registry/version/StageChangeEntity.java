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

@Entity
@Table(name = "stage_change")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class StageChangeEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    long versionId;

    @Enumerated(EnumType.STRING)
    Stage stage;

    String changedBy;
    String reason;
    Instant at;
}
