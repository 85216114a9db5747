package io.graft.registry.artifact;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/// `graft.registry`: where artifacts lie and how large they may be.
@ConfigMapping(prefix = "graft.registry")
public interface ArtifactConfig {

    /// The folder that holds them; it is made when it is missing.
    Path artifactsDir();

    /// The most bytes of one artifact.
    MemorySize maxArtifact();

    /// The most bytes of the body of any other call.
    MemorySize maxBody();
}
