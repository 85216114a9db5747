package io.graft.registry.evaluation;

import io.graft.contracts.event.RegistryEvent.VersionApproved;
import io.graft.contracts.event.RegistryEvent.VersionRejected;
import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.contracts.registry.RegistryApi.Stage;
import io.graft.kit.event.Outbox;
import io.graft.registry.gate.GatePolicies;
import io.graft.registry.model.Change;
import io.graft.registry.version.Stages;
import io.graft.registry.version.Version;
import jakarta.enterprise.context.ApplicationScoped;

/// Carries out what the policy or a person decided: the stage and its event, in the caller's transaction.
@ApplicationScoped
class Decisions {

    private final Stages stages;
    private final GatePolicies policies;
    private final Outbox outbox;

    Decisions(Stages stages, GatePolicies policies, Outbox outbox) {
        this.stages = stages;
        this.policies = policies;
        this.outbox = outbox;
    }

    /// @param forced although the gates refused, or never saw it
    Version approve(Version version, Change change, boolean forced) {
        GatePolicy policy = policies.of(version.model());
        Version approved = stages.move(version, Stage.approved, change);
        outbox.publish(new VersionApproved(
                approved.model().value(),
                approved.number().toString(),
                approved.baseModel(),
                approved.files(),
                change.by(),
                change.reason(),
                forced,
                GatePolicies.deploysByItself(policy),
                policy.strategy(),
                policy.rollout()));
        return approved;
    }

    Version reject(Version version, Change change) {
        Version rejected = stages.move(version, Stage.rejected, change);
        outbox.publish(new VersionRejected(
                rejected.model().value(), rejected.number().toString(), change.by(), change.reason()));
        return rejected;
    }
}
