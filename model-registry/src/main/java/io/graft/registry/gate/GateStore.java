package io.graft.registry.gate;

import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.registry.model.Jsonb;
import io.graft.registry.model.ModelName;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/// The table `gate_policy`.
@ApplicationScoped
class GateStore implements PanacheRepositoryBase<GatePolicyEntity, String> {

    Optional<GatePolicy> find(ModelName model) {
        return findByIdOptional(model.value()).map(row -> Jsonb.read(row.policy, GatePolicy.class));
    }

    void put(ModelName model, GatePolicy policy, String by, Instant at) {
        GatePolicyEntity row = new GatePolicyEntity();
        row.model = model.value();
        row.policy = Jsonb.write(policy);
        row.changedBy = by;
        row.changedAt = at;
        getEntityManager().merge(row);
    }
}
