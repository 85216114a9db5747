package io.graft.localstack.supervisor;

import java.time.Instant;
import java.util.Set;

/// What is seen of a component at one moment.
///
/// @param alive whether its process runs
/// @param reacts whether it answers: that it is ready while it starts, that it is alive later
/// @param missing the components that it needs and that are not ready
record Observation(Instant now, boolean alive, boolean reacts, Set<String> missing) {}
