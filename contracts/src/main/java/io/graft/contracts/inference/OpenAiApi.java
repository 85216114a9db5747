package io.graft.contracts.inference;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The OpenAI bodies that Graft speaks.
public interface OpenAiApi {

    record Message(String role, @Nullable String content) {}

    /// `POST /v1/chat/completions`.
    record ChatRequest(
            String model,
            List<Message> messages,
            @Nullable Integer maxTokens,
            @Nullable Integer maxCompletionTokens,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Long seed,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<String> stop,

            @Nullable Boolean stream,
            @Nullable String user) {}

    record ChatResponse(String id, String object, long created, String model, List<ChatChoice> choices, Usage usage) {}

    record ChatChoice(int index, Message message, String finishReason) {}

    /// One server-sent event of a streamed chat.
    record ChatChunk(String id, String object, long created, String model, List<ChunkChoice> choices) {}

    record ChunkChoice(int index, Delta delta, @Nullable String finishReason) {}

    /// What an event adds to the message: the role at its beginning, text from then on.
    record Delta(@Nullable String role, @Nullable String content) {}

    /// `POST /v1/completions`.
    record CompletionRequest(
            String model,
            String prompt,
            @Nullable Integer maxTokens,
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Long seed,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<String> stop,

            @Nullable Integer logprobs,
            @Nullable Boolean echo,
            @Nullable Boolean stream,
            @Nullable String user) {}

    /// The answer, or one server-sent event of a streamed one, which has no usage.
    record CompletionResponse(
            String id,
            String object,
            long created,
            String model,
            List<CompletionChoice> choices,
            @Nullable Usage usage) {}

    record CompletionChoice(
            int index,
            String text,
            @Nullable Logprobs logprobs,
            @Nullable String finishReason) {}

    record Logprobs(
            List<String> tokens,
            List<@Nullable Double> tokenLogprobs,
            List<@Nullable Map<String, Double>> topLogprobs,
            List<Integer> textOffset) {}

    record Usage(int promptTokens, int completionTokens, int totalTokens) {}

    /// `GET /v1/models`.
    record ModelList(String object, List<Model> data) {}

    /// @param root   the base model's name
    /// @param parent the base model's name for an adapter, absent for the base itself
    record Model(
            String id,
            String object,
            long created,
            String ownedBy,
            String root,
            @Nullable String parent) {}
}
