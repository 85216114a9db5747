package io.graft.engine.tokenizer;

import java.util.List;

/// A rendered conversation, and which parts of it the assistant says.
///
/// @param spans in order, without overlap
public record MarkedText(String text, List<Span> spans) {

    /// Part of a text, in Java's characters.
    ///
    /// @param end the character after the last
    public record Span(int start, int end) {}

    public MarkedText {
        spans = List.copyOf(spans);
    }
}
