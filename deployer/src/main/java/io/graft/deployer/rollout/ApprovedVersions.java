package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi.DeployRequest;
import io.graft.contracts.event.RegistryEvent.VersionApproved;
import io.graft.contracts.event.Topics;
import io.graft.kit.event.EventHandler;
import io.graft.kit.event.ReceivedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jboss.logging.Logger;

/// Rolls out what the registry approves, where the model's policy says so.
@ApplicationScoped
class ApprovedVersions implements EventHandler {

    private static final Logger LOG = Logger.getLogger(ApprovedVersions.class);

    private final Rollouts rollouts;

    ApprovedVersions(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    @Override
    public Set<String> topics() {
        return Set.of(Topics.REGISTRY);
    }

    @Override
    public void handle(ReceivedEvent event) {
        if (event.body() instanceof VersionApproved approved && approved.deploy()) {
            DeployRequest request = new DeployRequest(
                    null, approved.name(), approved.version(), null, approved.strategy(), approved.rollout());
            rollouts.enqueue(request)
                    .ifPresentOrElse(
                            rollout -> LOG.infof("rollout asked for rollout=%s of=%s", rollout.id(), rollout.subject()),
                            () -> LOG.infof(
                                    "nothing to roll out model=%s version=%s", approved.name(), approved.version()));
        }
    }
}
