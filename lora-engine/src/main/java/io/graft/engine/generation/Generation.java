package io.graft.engine.generation;

import java.util.List;

/// A text that a model wrote.
///
/// @param text         without special tokens and without the stop text
/// @param tokens       all new tokens, an end token included; their texts together are [#text]
/// @param promptTokens tokens that it went on from
public record Generation(String text, List<GeneratedToken> tokens, int promptTokens, Ending ending) {

    /// Why it ended.
    public enum Ending {
        /// The model said so, or a stop text came.
        STOP,
        /// `max_tokens` were written, or the model has no more positions.
        LENGTH,
        /// The listener did not want more.
        CANCELLED
    }

    public Generation {
        tokens = List.copyOf(tokens);
    }

    public List<Integer> ids() {
        return tokens.stream().map(GeneratedToken::id).toList();
    }
}
