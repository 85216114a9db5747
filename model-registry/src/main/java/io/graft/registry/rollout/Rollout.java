package io.graft.registry.rollout;

import java.time.Instant;
import java.util.UUID;

/// A rollout of a version, as far as the deployer told of it.
///
/// @param state `started`, `promoted`, `rolled_back` or `failed`
public record Rollout(
        UUID deploymentId, long versionId, String state, String reason, Instant startedAt, Instant updatedAt) {}
