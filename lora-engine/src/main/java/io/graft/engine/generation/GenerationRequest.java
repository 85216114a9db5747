package io.graft.engine.generation;

import io.graft.engine.adapter.Adapter;

/// A text to go on from, and how.
///
/// @param prompt  at least one token
/// @param adapter [Adapter#NONE] for the base model; the text keeps it until it ends
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests, and models take arrays
public record GenerationRequest(int[] prompt, GenerationConfig config, Adapter adapter) {

    public GenerationRequest {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("tokens must not be empty");
        }
    }
}
