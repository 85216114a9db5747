package io.graft.registry.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "model")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class ModelEntity {

    @Id
    String name;

    String baseModel;

    @Nullable
    String latestVersion;

    Instant createdAt;
}
