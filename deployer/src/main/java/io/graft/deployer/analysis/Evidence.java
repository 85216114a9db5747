package io.graft.deployer.analysis;

import io.graft.contracts.inference.InferenceApi.VersionStats;

/// What is known of a version's answers at one look.
public sealed interface Evidence {

    /// No look was taken: it is not time yet, or nothing is to be judged.
    record NotDue() implements Evidence {}

    /// @param ofStep    what the version did since the step began
    /// @param ofRollout what it did since the rollout began
    record Read(VersionStats ofStep, VersionStats ofRollout) implements Evidence {}

    /// The evidence could not be read; that says nothing about the version.
    record Unreadable(String reason) implements Evidence {}
}
