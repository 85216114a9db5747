package io.graft.registry.artifact;

import java.nio.file.Path;

/// An artifact that is there.
///
/// @param size bytes
public record StoredArtifact(Digest digest, long size, Path path) {}
