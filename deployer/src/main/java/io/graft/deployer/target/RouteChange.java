package io.graft.deployer.target;

import io.graft.deployer.traffic.TrafficSplit;

/// A wanted split.
///
/// @param revision of the route that it shall replace, so that a change decided on an old sight is refused
public record RouteChange(TrafficSplit split, long revision) {}
