package io.graft.deployer.analysis;

/// Whether a loaded version answers a request that was sent to it past the gateway.
public sealed interface Health {

    record NotAsked() implements Health {}

    /// @param milliseconds until the answer was there
    record Healthy(double milliseconds) implements Health {}

    record Unhealthy(String reason) implements Health {}

    /// The model server was not reached; that says nothing about the version.
    record Unknown(String reason) implements Health {}
}
