package io.graft.registry.gate;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.kit.problem.Problem;
import io.graft.registry.model.ModelName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/// The policy of each model; the default one where none was set.
@ApplicationScoped
public class GatePolicies {

    private final GateStore store;
    private final Clock clock;

    GatePolicies(GateStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Transactional
    public GatePolicy of(ModelName model) {
        return store.find(model).orElse(PolicyRules.DEFAULT);
    }

    /// Whether a version that passed waits for no person.
    public static boolean approvesByItself(GatePolicy policy) {
        return PolicyRules.AUTO.equals(policy.approval());
    }

    /// Whether an approved version is rolled out by itself.
    public static boolean deploysByItself(GatePolicy policy) {
        return PolicyRules.AUTO.equals(policy.deploy());
    }

    @Transactional
    GatePolicy set(ModelName model, GatePolicy policy, String by) {
        List<FieldError> faults = PolicyRules.faults(policy);
        if (!faults.isEmpty()) {
            throw new Problem.Invalid(faults);
        }
        GatePolicy complete = PolicyRules.complete(policy);
        store.put(model, complete, by, clock.instant());
        return complete;
    }
}
