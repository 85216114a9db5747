package io.graft.cli.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.engine.checkpoint.JsonProblem;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.tokenizer.ChatMessage;
import io.graft.engine.tokenizer.ChatTemplate;
import io.graft.engine.tokenizer.Tokenizer;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// What the model is to go on from: a text, a conversation, or standard input.
final class Prompt {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @ArgGroup
    private final Given given = new Given();

    @Option(names = "--chat", description = "take the prompt as a user's message in the model's chat template")
    private boolean chat;

    /// At most one of them.
    static final class Given {

        @Option(names = "--prompt", paramLabel = "TEXT", description = "the text (default: standard input)")
        private @Nullable String text;

        @Option(
                names = "--messages",
                paramLabel = "FILE",
                description = "JSON list of {\"role\": …, \"content\": …}, put into the model's chat template")
        private @Nullable Path messages;
    }

    int[] ids(Tokenizer tokenizer) throws IOException {
        if (given.messages != null) {
            return render(messages(Inputs.requireFile(given.messages)), tokenizer);
        }
        String text = given.text == null ? standardInput() : given.text;
        return chat ? render(List.of(ChatMessage.user(text)), tokenizer) : tokenizer.encode(text);
    }

    private static String standardInput() throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(System.in.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException("standard input is not UTF-8 text", e);
        }
    }

    private static int[] render(List<ChatMessage> messages, Tokenizer tokenizer) {
        ChatTemplate template = tokenizer
                .chatTemplate()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the model has no chat template, so it takes --prompt without --chat and no --messages"));
        return tokenizer.encodePlain(template.render(messages, ChatTemplate.Ending.GENERATION_PROMPT));
    }

    private static List<ChatMessage> messages(Path file) throws IOException {
        JsonNode root = json(file);
        JsonNode list = root.isArray() ? root : root.path("messages");
        List<ChatMessage> messages = new ArrayList<>();
        for (JsonNode message : list) {
            String at = "message " + (messages.size() + 1);
            messages.add(new ChatMessage(text(file, message, at, "role"), text(file, message, at, "content")));
        }
        if (messages.isEmpty()) {
            throw new MalformedFileException(file, "must hold a list of at least one message");
        }
        return messages;
    }

    private static JsonNode json(Path file) throws IOException {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new MalformedFileException(file, "line " + line + ": is not JSON: " + JsonProblem.of(e), e);
        } catch (CharConversionException e) {
            throw new MalformedFileException(file, "is not UTF-8 text", e);
        }
    }

    private static String text(Path file, JsonNode message, String at, String field) throws MalformedFileException {
        JsonNode value = message.path(field);
        if (!value.isTextual()) {
            String is = value.isMissingNode() ? "missing" : value.toString();
            throw new MalformedFileException(file, at + ": " + field + " must be a text, is " + is);
        }
        return value.textValue();
    }
}
