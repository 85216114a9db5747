package io.graft.deployer.rollout;

import io.graft.deployer.analysis.Evidence;
import io.graft.deployer.analysis.Health;
import io.graft.deployer.traffic.TrafficSplit;
import java.time.Instant;
import java.util.Set;

/// The world around a rollout as it was seen at one moment.
///
/// @param adapters versions of the model that the model server has loaded
/// @param traffic  how the gateway splits the model's requests
public record Observation(
        Instant now, Sight<Set<String>> adapters, Sight<TrafficSplit> traffic, Health health, Evidence evidence) {

    /// Something outside that could be seen or not.
    public sealed interface Sight<T> {

        record Seen<T>(T value) implements Sight<T> {}

        /// Whoever knows did not answer.
        record Unreachable<T>(String reason) implements Sight<T> {}
    }
}
