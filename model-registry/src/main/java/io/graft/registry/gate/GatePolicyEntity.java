package io.graft.registry.gate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "gate_policy")
@SuppressWarnings("NullAway.Init") // filled by Hibernate
class GatePolicyEntity {

    @Id
    String model;

    @JdbcTypeCode(SqlTypes.JSON)
    String policy;

    String changedBy;

    Instant changedAt;
}
