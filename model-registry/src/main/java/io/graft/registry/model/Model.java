package io.graft.registry.model;

import java.time.Instant;
import java.util.Optional;

/// A model: a name under which versions rise.
///
/// @param baseModel that of the newest version
/// @param latest    the newest and therefore highest version; empty only while the first is being registered
public record Model(ModelName name, String baseModel, Optional<VersionNumber> latest, Instant createdAt) {}
