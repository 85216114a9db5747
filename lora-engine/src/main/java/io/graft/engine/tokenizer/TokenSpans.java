package io.graft.engine.tokenizer;

/// Tokens of a text, and the characters that each stands for.
public final class TokenSpans {

    private final int[] ids;
    private final int[] starts; // [tokens]: Java's characters, from 0
    private final int[] ends; // [tokens]: the character after the last

    TokenSpans(int[] ids, int[] starts, int[] ends) {
        this.ids = ids;
        this.starts = starts;
        this.ends = ends;
    }

    public int[] ids() {
        return ids.clone();
    }

    /// Which tokens stand for at least one character of a span: sets them in `marked`, `[tokens]`.
    public void mark(MarkedText.Span span, boolean[] marked) {
        for (int token = 0; token < ids.length; token++) {
            marked[token] |= starts[token] < span.end() && ends[token] > span.start();
        }
    }
}
