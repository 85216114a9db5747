package io.graft.modelserver.inference;

import io.graft.engine.generation.GenerationConfig;

/// A checked request: who writes, after which tokens, and how.
///
/// @param operation `chat` or `text_completion`, as OpenTelemetry names them
@SuppressWarnings("ArrayRecordComponent") // nobody compares wishes, and the engine takes arrays
record Wish(String operation, Served served, int[] prompt, GenerationConfig config) {}
