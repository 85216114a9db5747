package io.graft.gateway.inference;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The OpenAI calls that a version answers, and where each keeps its prompt and its answer.
enum Form {
    CHAT("/v1/chat/completions", "messages", "must be a list of messages {role, content}") {
        @Override
        boolean isPrompt(JsonNode value) {
            return value.isArray() && !value.isEmpty();
        }

        // The only message's text, or all messages as JSON.
        @Override
        String prompt(JsonNode messages) {
            return messages.size() == 1 ? content(messages.get(0).path("content")) : messages.toString();
        }

        @Override
        String answer(JsonNode choice) {
            return choice.path("message").path("content").asText("");
        }

        @Override
        String delta(JsonNode choice) {
            return choice.path("delta").path("content").asText("");
        }

        // A message's content is a text or a list of parts.
        private static String content(JsonNode content) {
            if (!content.isArray()) {
                return content.asText("");
            }
            return StreamSupport.stream(content.spliterator(), false)
                    .map(part -> part.path("text").asText(""))
                    .collect(Collectors.joining());
        }
    },
    COMPLETION("/v1/completions", "prompt", "must be a text") {
        @Override
        boolean isPrompt(JsonNode value) {
            return value.isTextual();
        }

        @Override
        String prompt(JsonNode value) {
            return value.asText();
        }

        @Override
        String answer(JsonNode choice) {
            return choice.path("text").asText("");
        }

        @Override
        String delta(JsonNode choice) {
            return choice.path("text").asText("");
        }
    },
    /// Its answer is numbers: the log keeps that there was one, and no text.
    EMBEDDINGS("/v1/embeddings", "input", "must be a text, or a list of texts or of token ids") {
        @Override
        boolean isPrompt(JsonNode value) {
            return value.isTextual() || (value.isArray() && !value.isEmpty());
        }

        @Override
        String prompt(JsonNode value) {
            return value.isTextual() ? value.asText() : value.toString();
        }

        @Override
        @Nullable
        String answer(JsonNode choice) {
            return null;
        }

        @Override
        String delta(JsonNode choice) {
            return "";
        }
    };

    private final String path;
    private final String promptField;
    private final String promptRule;

    Form(String path, String promptField, String promptRule) {
        this.path = path;
        this.promptField = promptField;
        this.promptRule = promptRule;
    }

    String path() {
        return path;
    }

    String promptField() {
        return promptField;
    }

    String promptRule() {
        return promptRule;
    }

    abstract boolean isPrompt(JsonNode value);

    abstract String prompt(JsonNode value);

    /// The text of a whole answer's choice; absent where answers are no text.
    abstract @Nullable String answer(JsonNode choice);

    /// The text that one streamed event adds.
    abstract String delta(JsonNode choice);
}
