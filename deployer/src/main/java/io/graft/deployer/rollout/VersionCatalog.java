package io.graft.deployer.rollout;

import io.graft.contracts.registry.RegistryApi.VersionView;

/// What versions there are, and how they stand.
interface VersionCatalog {

    /// Throws a problem for a model or version that does not exist, and one where nobody can tell.
    VersionView version(String model, String version);
}
