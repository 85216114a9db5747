package io.graft.deployer.target;

import io.graft.deployer.traffic.TrafficSplit;

/// A model's route as it was seen.
///
/// @param revision rises with every change; 0 where there is no route
public record RouteSeen(TrafficSplit split, long revision) {

    public static final RouteSeen NONE = new RouteSeen(TrafficSplit.NOTHING, 0);
}
