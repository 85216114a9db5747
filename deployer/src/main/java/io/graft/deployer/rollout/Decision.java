package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi.Measurement;
import io.graft.deployer.traffic.TrafficSplit;
import java.util.List;
import java.util.Set;

/// What to do with a rollout next. Exactly one thing, and doing it twice does no harm.
public sealed interface Decision {

    /// Nothing to do now.
    ///
    /// @param reason what it waits for
    record Wait(String reason) implements Decision {}

    /// Adapters that should be loaded are not.
    record Load(Set<String> versions) implements Decision {
        public Load {
            versions = Set.copyOf(versions);
        }
    }

    /// The gateway splits the traffic otherwise than it should.
    record Route(TrafficSplit split) implements Decision {}

    /// Another state, or the same one after a look at the evidence.
    record Move(RolloutState next, String reason, List<Measurement> looked) implements Decision {
        public Move {
            looked = List.copyOf(looked);
        }

        Move(RolloutState next, String reason) {
            this(next, reason, List.of());
        }
    }
}
