package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi;
import io.graft.kit.problem.Problem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Which rollouts a listing shows; what is absent does not filter.
record RolloutFilter(
        @Nullable String model,
        @Nullable String status,
        @Nullable String environment) {

    RolloutFilter {
        if (status != null
                && Arrays.stream(DeploymentApi.RolloutState.values())
                        .map(Enum::name)
                        .noneMatch(status::equals)) {
            throw Problem.Invalid.of(
                    "status",
                    "must be one of " + Arrays.toString(DeploymentApi.RolloutState.values()) + ", is " + status);
        }
    }
}
