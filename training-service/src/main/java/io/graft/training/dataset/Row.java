package io.graft.training.dataset;

import java.util.List;
import java.util.stream.Collectors;

/// One row to learn from.
sealed interface Row {

    /// What the model is given.
    String input();

    /// Two rows with the same identity, normalised, are duplicates.
    String identity();

    RowKind kind();

    /// A text and the one word or phrase that says what it is. Two labels for one text contradict each
    /// other, so the text alone is the identity.
    record Labelled(String text, String label) implements Row {
        @Override
        public String input() {
            return text;
        }

        @Override
        public String identity() {
            return text;
        }

        @Override
        public RowKind kind() {
            return RowKind.labelled;
        }
    }

    /// One prompt may have many good completions.
    record PromptCompletion(String prompt, String completion) implements Row {
        @Override
        public String input() {
            return prompt;
        }

        @Override
        public String identity() {
            return prompt + "\n" + completion;
        }

        @Override
        public RowKind kind() {
            return RowKind.prompt_completion;
        }
    }

    /// A conversation that ends with the assistant's answer.
    record Messages(List<Message> messages) implements Row {
        public Messages {
            messages = List.copyOf(messages);
        }

        @Override
        public String input() {
            return text(messages.subList(0, messages.size() - 1));
        }

        @Override
        public String identity() {
            return text(messages);
        }

        @Override
        public RowKind kind() {
            return RowKind.messages;
        }

        private static String text(List<Message> messages) {
            return messages.stream()
                    .map(message -> message.role() + ": " + message.content())
                    .collect(Collectors.joining("\n"));
        }
    }

    /// @param role `system`, `user` or `assistant`
    record Message(String role, String content) {}
}
