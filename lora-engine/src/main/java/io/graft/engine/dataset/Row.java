package io.graft.engine.dataset;

import io.graft.engine.tokenizer.ChatMessage;
import java.util.List;

/// One row of a data set, in one of the forms that TRL's `SFTTrainer` takes, or with a label.
public sealed interface Row {

    /// `{"text": "…"}`: a text to learn as a whole.
    record Text(String text) implements Row {}

    /// `{"prompt": "…", "completion": "…"}`: a text and how it goes on.
    record PromptCompletion(String prompt, String completion) implements Row {}

    /// `{"messages": [{"role": "…", "content": "…"}, …]}`: a conversation to learn as a whole.
    record Messages(List<ChatMessage> messages) implements Row {
        public Messages {
            messages = List.copyOf(messages);
        }
    }

    /// `{"prompt": [messages], "completion": [messages]}`: a conversation and how it goes on.
    record Turns(List<ChatMessage> prompt, List<ChatMessage> completion) implements Row {
        public Turns {
            prompt = List.copyOf(prompt);
            completion = List.copyOf(completion);
        }
    }

    /// `{"text": "…", "label": "…"}`: a text and its class; the label is the assistant's answer to the text.
    record Labelled(String text, String label) implements Row {}
}
