package io.graft.deployer.rollout;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is rolled out, and where.
///
/// @param previousVersion what served when the rollout began, and what a rollback returns to; absent until it began,
///             and where nothing served
public record Subject(
        String model, String version, @Nullable String previousVersion, String environment) {

    Subject after(@Nullable String previous) {
        return new Subject(model, version, previous, environment);
    }

    /// The versions whose adapters must be loaded: a rollback must never wait for a load.
    public Set<String> versions() {
        Set<String> versions = new HashSet<>();
        versions.add(version);
        if (previousVersion != null) {
            versions.add(previousVersion);
        }
        return versions;
    }

    @Override
    public String toString() {
        return model + "@" + version;
    }
}
