package io.graft.worker.data;

import io.graft.engine.tokenizer.ChatMessage;
import java.util.List;

/// One canonical row of a data set.
public sealed interface TrainingRow {

    record Labelled(String text, String label) implements TrainingRow {}

    record PromptCompletion(String prompt, String completion) implements TrainingRow {}

    /// The last message is the assistant's.
    record Messages(List<ChatMessage> messages) implements TrainingRow {
        public Messages {
            messages = List.copyOf(messages);
        }
    }
}
