package io.graft.deployer.rollout;

import io.graft.kit.problem.Problem;
import java.util.UUID;

/// Names one rollout; `deployment_id` on the wire.
public record RolloutId(UUID value) {

    /// From a path; what is no id names no rollout.
    static RolloutId parse(String text) {
        try {
            return new RolloutId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new Problem.NotFound("rollout", text);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
