package io.graft.engine.tokenizer;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import java.util.ArrayList;
import java.util.List;

/// `{% generation %} … {% endgeneration %}`: what the assistant says, as transformers'
/// `return_assistant_tokens_mask` understands it. Where the places of these blocks are asked for, marks
/// stand around them until [#take] removes them.
final class GenerationTag implements Tag {

    private static final long serialVersionUID = 1L;

    /// The variable that asks for marks.
    static final String WANTED = "graft_generation_marks";

    private static final char BEGIN = '\uE0F0'; // private use: no text has a reason to hold it
    private static final char END = '\uE0F1';

    @Override
    public String getName() {
        return "generation";
    }

    @Override
    public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
        StringBuilder content = new StringBuilder();
        for (Node child : tag.getChildren()) {
            content.append(child.render(interpreter).getValue());
        }
        boolean wanted = Boolean.TRUE.equals(interpreter.getContext().get(WANTED));
        return wanted ? BEGIN + content.toString() + END : content.toString();
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
