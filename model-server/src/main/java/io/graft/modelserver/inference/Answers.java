package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.ChatChoice;
import io.graft.contracts.inference.OpenAiApi.ChatChunk;
import io.graft.contracts.inference.OpenAiApi.ChatLogprobs;
import io.graft.contracts.inference.OpenAiApi.ChatResponse;
import io.graft.contracts.inference.OpenAiApi.ChunkChoice;
import io.graft.contracts.inference.OpenAiApi.CompletionChoice;
import io.graft.contracts.inference.OpenAiApi.CompletionResponse;
import io.graft.contracts.inference.OpenAiApi.Delta;
import io.graft.contracts.inference.OpenAiApi.Logprobs;
import io.graft.contracts.inference.OpenAiApi.Message;
import io.graft.contracts.inference.OpenAiApi.Usage;
import io.graft.engine.generation.Generation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The bodies of one answer, which share an id.
///
/// @param created seconds since 1970
record Answers(String id, long created, String model) {

    ChatResponse chat(Generation text, @Nullable ChatLogprobs logprobs) {
        Message message = new Message("assistant", text.text());
        return new ChatResponse(
                "chatcmpl-" + id,
                "chat.completion",
                created,
                model,
                List.of(new ChatChoice(0, message, logprobs, finishReason(text))),
                usage(text));
    }

    /// An event that begins or continues a message.
    ChatChunk chunk(Delta delta, @Nullable ChatLogprobs logprobs) {
        return chunk(new ChunkChoice(0, delta, logprobs, null));
    }

    /// The event that ends a message.
    ChatChunk lastChunk(String finishReason, @Nullable ChatLogprobs logprobs) {
        return chunk(new ChunkChoice(0, new Delta(null, null), logprobs, finishReason));
    }

    private ChatChunk chunk(ChunkChoice choice) {
        return new ChatChunk("chatcmpl-" + id, "chat.completion.chunk", created, model, List.of(choice));
    }

    CompletionResponse completion(String text, @Nullable Logprobs logprobs, String finishReason, Usage usage) {
        return completion(new CompletionChoice(0, text, logprobs, finishReason), usage);
    }

    /// An event that adds to a completion.
    CompletionResponse piece(String text, @Nullable Logprobs logprobs) {
        return completion(new CompletionChoice(0, text, logprobs, null), null);
    }

    /// The event that ends a completion.
    CompletionResponse lastPiece(String finishReason, @Nullable Logprobs logprobs) {
        return completion(new CompletionChoice(0, "", logprobs, finishReason), null);
    }

    private CompletionResponse completion(CompletionChoice choice, @Nullable Usage usage) {
        return new CompletionResponse("cmpl-" + id, "text_completion", created, model, List.of(choice), usage);
    }

    static Usage usage(Generation text) {
        int written = text.tokens().size();
        return new Usage(text.promptTokens(), written, text.promptTokens() + written);
    }

    static String finishReason(Generation text) {
        return text.ending() == Generation.Ending.STOP ? "stop" : "length";
    }
}
