package io.graft.registry.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "alias_change")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class AliasChangeEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String model;
    String alias;

    @Column(name = "from_version")
    @Nullable
    String from;

    @Column(name = "to_version")
    @Nullable
    String to;

    @Column(name = "changed_by")
    String by;

    String reason;
    Instant at;
}
