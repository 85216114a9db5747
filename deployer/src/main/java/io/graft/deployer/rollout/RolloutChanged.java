package io.graft.deployer.rollout;

import io.graft.contracts.deployment.DeploymentApi.Measurement;
import java.util.List;

/// Tells those in this process who care that a rollout has a new state; fired in the transaction of the change.
///
/// @param looked what was measured on the way
public record RolloutChanged(Rollout rollout, List<Measurement> looked) {}
