package io.graft.contracts.inference;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The OpenAI bodies that Graft speaks.
public interface OpenAiApi {

    record Message(String role, @Nullable String content) {}

    /// How tokens are drawn, in chats and completions: OpenAI's fields, and vLLM's `top_k`, `min_p` and
    /// `repetition_penalty`. What is absent is as the server likes it.
    ///
    /// @param topK              0 or -1 for all tokens
    /// @param repetitionPenalty on tokens of prompt and answer; 1 for none
    /// @param presencePenalty   on tokens of the answer, once; 0 for none
    /// @param frequencyPenalty  on tokens of the answer, as often as they are there; 0 for none
    record SamplingFields(
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer topK,
            @Nullable Double minP,
            @Nullable Double repetitionPenalty,
            @Nullable Double presencePenalty,
            @Nullable Double frequencyPenalty,
            @Nullable Long seed) {

        public static final SamplingFields GREEDY = new SamplingFields(0.0, null, null, null, null, null, null, null);
    }

    /// `POST /v1/chat/completions`.
    ///
    /// @param topLogprobs 0 to 20, only beside `logprobs`
    record ChatRequest(
            String model,
            List<Message> messages,
            @Nullable Integer maxTokens,
            @Nullable Integer maxCompletionTokens,
            @JsonUnwrapped SamplingFields sampling,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable
            List<String> stop,

            @Nullable Boolean logprobs,
            @Nullable Integer topLogprobs,
            @Nullable Boolean stream,
            @Nullable String user) {

        /// One question, to be answered with the likeliest tokens.
        public static ChatRequest greedy(String model, String question, int maxTokens) {
            List<Message> messages = List.of(new Message("user", question));
            return new ChatRequest(
                    model, messages, maxTokens, null, SamplingFields.GREEDY, null, null, null, null, null);
        }

        public ChatRequest streamed() {
            return new ChatRequest(
                    model, messages, maxTokens, maxCompletionTokens, sampling, stop, logprobs, topLogprobs, true, user);
        }
    }

    record ChatResponse(String id, String object, long created, String model, List<ChatChoice> choices, Usage usage) {}

    record ChatChoice(int index, Message message, @Nullable ChatLogprobs logprobs, String finishReason) {}

    /// How likely the tokens of a message were, or those that one event adds to it.
    record ChatLogprobs(List<ChatLogprob> content) {}

    /// @param token       as text; bytes that are no character by themselves as `\xNN`
    /// @param bytes       of its UTF-8, each 0 to 255; those of all tokens together are the message
    /// @param topLogprobs the likeliest tokens in its place, likeliest first
    record ChatLogprob(String token, double logprob, List<Integer> bytes, List<TopLogprob> topLogprobs) {}

    record TopLogprob(String token, double logprob, List<Integer> bytes) {}

    /// One server-sent event of a streamed chat.
    record ChatChunk(String id, String object, long created, String model, List<ChunkChoice> choices) {}

    record ChunkChoice(
            int index,
            Delta delta,
            @Nullable ChatLogprobs logprobs,
            @Nullable String finishReason) {}

    /// What an event adds to the message: the role at its beginning, text from then on.
    record Delta(@Nullable String role, @Nullable String content) {}

    /// `POST /v1/completions`.
    record CompletionRequest(
            String model,
            String prompt,
            @Nullable Integer maxTokens,
            @JsonUnwrapped SamplingFields sampling,

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

    /// How likely the tokens of a completion were, or those that one event adds to it. All lists are equally long.
    ///
    /// @param tokenLogprobs absent for the very first token of an echoed prompt
    /// @param topLogprobs   the likeliest tokens, and the one that is there
    /// @param textOffset    where the token begins, in characters (code points)
    record Logprobs(
            List<String> tokens,
            List<@Nullable Double> tokenLogprobs,
            List<@Nullable Map<String, Double>> topLogprobs,
            List<Integer> textOffset) {}

    /// `POST /v1/embeddings`.
    ///
    /// @param input          a text, a list of texts, a list of token ids, or a list of such lists
    /// @param encodingFormat `float` (default), or `base64` of little-endian 32-bit floats
    /// @param dimensions     absent, or those that the model has
    record EmbeddingRequest(
            String model,
            JsonNode input,
            @Nullable String encodingFormat,
            @Nullable Integer dimensions,
            @Nullable String user) {}

    record EmbeddingResponse(String object, List<Embedding> data, String model, EmbeddingUsage usage) {}

    /// @param embedding numbers, or their base64
    record Embedding(String object, int index, JsonNode embedding) {}

    record EmbeddingUsage(int promptTokens, int totalTokens) {}

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
