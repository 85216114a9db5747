package io.graft.engine.tokenizer;

/// Tokens of a text, and the characters that each stands for.
///
/// @param ids    `[tokens]`
/// @param starts `[tokens]`: Java's characters, from 0
/// @param ends   `[tokens]`: the character after the last
public record TokenSpans(int[] ids, int[] starts, int[] ends) {

    /// Which tokens stand for at least one character of a span.
    public void mark(MarkedText.Span span, boolean[] marked) {
        for (int token = 0; token < ids.length; token++) {
            marked[token] |= starts[token] < span.end() && ends[token] > span.start();
        }
    }
}
