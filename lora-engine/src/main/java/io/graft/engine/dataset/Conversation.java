package io.graft.engine.dataset;

import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.ChatTemplate;
import io.graft.engine.tokenizer.MarkedText;
import io.graft.engine.tokenizer.TokenSpans;
import io.graft.engine.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/// A conversation as tokens, and which of them the assistant says.
final class Conversation {

    private static final String ASSISTANT = "assistant";

    private final Tokenizer tokenizer;
    private final ChatTemplate template;

    Conversation(Tokenizer tokenizer) {
        this(tokenizer, template(tokenizer));
    }

    Conversation(Tokenizer tokenizer, ChatTemplate template) {
        this.tokenizer = tokenizer;
        this.template = template;
    }

    private static ChatTemplate template(Tokenizer tokenizer) {
        return tokenizer
                .chatTemplate()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "the base model has no chat template, which messages need; give text or prompt and completion"));
    }

    /// The tokens of a complete conversation.
    int[] ids(List<ChatMessage> messages) {
        return tokenizer.encodePlain(template.render(messages, ChatTemplate.Ending.COMPLETE));
    }

    /// The tokens of a conversation up to where the assistant is to go on.
    int[] promptIds(List<ChatMessage> messages) {
        return tokenizer.encodePlain(template.render(messages, ChatTemplate.Ending.GENERATION_PROMPT));
    }

    /// A complete conversation of which only what the assistant says counts: the template's `generation`
    /// blocks where it has them, as transformers does; otherwise what follows each prompt for the assistant.
    ///
    /// @throws IllegalArgumentException if the assistant says nothing, or the template does not tell where
    Encoded assistantOnly(List<ChatMessage> messages) {
        MarkedText marked = template.marksGeneration() ? template.renderMarked(messages) : markedByPrefixes(messages);
        TokenSpans tokens = tokenizer.encodeSpans(marked.text());
        boolean[] counts = new boolean[tokens.ids().length];
        marked.spans().forEach(span -> tokens.mark(span, counts));
        Encoded encoded = new Encoded(tokens.ids(), counts);
        if (!encoded.teaches()) {
            throw new IllegalArgumentException(
                    "with assistant_only_loss a conversation must have a message of the role assistant that says"
                            + " something, has none");
        }
        return encoded;
    }

    private MarkedText markedByPrefixes(List<ChatMessage> messages) {
        String whole = template.render(messages, ChatTemplate.Ending.COMPLETE);
        List<MarkedText.Span> spans = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).role().equals(ASSISTANT)) {
                int start = prefix(whole, messages.subList(0, i), ChatTemplate.Ending.GENERATION_PROMPT);
                int end = prefix(whole, messages.subList(0, i + 1), ChatTemplate.Ending.COMPLETE);
                spans.add(new MarkedText.Span(start, end));
            }
        }
        return new MarkedText(whole, spans);
    }

    private int prefix(String whole, List<ChatMessage> messages, ChatTemplate.Ending ending) {
        String part = template.render(messages, ending);
        if (!whole.startsWith(part)) {
            throw new IllegalArgumentException("assistant_only_loss needs a chat template with {% generation %} blocks,"
                    + " or one that renders the beginning of a conversation as the beginning of the whole; this one"
                    + " renders the first " + messages.size() + " messages differently alone");
        }
        return part.length();
    }
}
