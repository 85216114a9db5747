package io.graft.deployer.target;

import io.graft.contracts.inference.InferenceApi.VersionStats;
import io.graft.deployer.analysis.Health;
import java.time.Instant;
import java.util.Set;

/// One place where versions serve. Every change may be made twice without harm.
///
/// Each method throws [TargetException.Unreachable] where nobody answers, and [TargetException.Refused] where the
/// answer is no.
public interface ServingTarget {

    /// Whether the place answers at all.
    boolean isReady();

    /// The versions of a model that are loaded.
    Set<String> loaded(String model);

    void load(String model, String version);

    /// Does nothing where the version is not loaded.
    void unload(String model, String version);

    /// Sends one small request to a loaded version, past all weights.
    Health probe(String model, String version);

    /// How the model's requests are split now.
    RouteSeen route(String model);

    /// Splits the model's requests otherwise.
    ///
    /// @param change made from what was seen; refused where the route has changed since
    void shift(String model, RouteChange change);

    /// What a version did since a moment.
    VersionStats stats(String model, String version, Instant since);
}
