package io.graft.registry.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

@Entity
@Table(name = "alias")
@IdClass(AliasEntity.Key.class)
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class AliasEntity {

    record Key(String model, String alias) implements Serializable {}

    @Id
    String model;

    @Id
    String alias;

    String version;

    long changeId;
}
