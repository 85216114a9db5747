package io.graft.engine.tokenizer;

import java.util.ArrayList;
import java.util.List;

/// Marks around `{% generation %} … {% endgeneration %}`: what the assistant says, as transformers'
/// `return_assistant_tokens_mask` understands it. They stand in the text until [#take] removes them.
final class GenerationMarks {

    private static final char BEGIN = '\uE0F0'; // private use: no text has a reason to hold it
    private static final char END = '\uE0F1';

    private GenerationMarks() {}

    static String around(String text) {
        return BEGIN + text + END;
    }

    /// Whether a text holds marks of its own, which would be mistaken.
    static boolean marked(String text) {
        return text.indexOf(BEGIN) >= 0 || text.indexOf(END) >= 0;
    }

    /// The text without marks, and where they were.
    static MarkedText take(String rendered) {
        StringBuilder text = new StringBuilder(rendered.length());
        List<MarkedText.Span> spans = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < rendered.length(); i++) {
            char c = rendered.charAt(i);
            switch (c) {
                case BEGIN -> begin = text.length();
                case END -> spans.add(new MarkedText.Span(begin, text.length()));
                default -> text.append(c);
            }
        }
        return new MarkedText(text.toString(), spans);
    }
}
