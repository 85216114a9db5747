package io.graft.modelserver.inference;

import io.graft.engine.generation.GenerationConfig;
import io.graft.engine.generation.GenerationRequest;

/// A checked request: who writes, after which tokens, and how.
///
/// @param operation `chat` or `text_completion`, as OpenTelemetry names them
@SuppressWarnings("ArrayRecordComponent") // nobody compares wishes, and the engine takes arrays
record Wish(String operation, Served served, int[] prompt, GenerationConfig config) {

    GenerationRequest request() {
        return new GenerationRequest(prompt, config, served.adapter());
    }
}
