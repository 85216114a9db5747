package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.ChatLogprob;
import io.graft.contracts.inference.OpenAiApi.ChatLogprobs;
import io.graft.contracts.inference.OpenAiApi.TopLogprob;
import io.graft.engine.generation.GeneratedToken;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `logprobs` of a chat, if the caller wants them: of every token of the message, but not of the one that ends it.
///
/// @param ends tokens that end a message
record ChatScores(TokenNames names, Set<Integer> ends, boolean wanted) {

    static ChatScores of(Served served, boolean wanted) {
        TokenNames names = new TokenNames(served.base().tokenizer());
        return new ChatScores(names, served.base().model().config().endTokens(), wanted);
    }

    @Nullable
    ChatLogprobs of(List<GeneratedToken> tokens) {
        return wanted
                ? new ChatLogprobs(tokens.stream()
                        .filter(token -> !ends.contains(token.id()))
                        .map(this::of)
                        .toList())
                : null;
    }

    /// [#of(List)] for an event, which does without where it has no tokens.
    @Nullable
    ChatLogprobs ofSome(List<GeneratedToken> tokens) {
        ChatLogprobs all = of(tokens);
        return all == null || all.content().isEmpty() ? null : all;
    }

    private ChatLogprob of(GeneratedToken token) {
        List<TopLogprob> likeliest = token.alternatives().stream()
                .map(other -> new TopLogprob(names.name(other.id()), other.logProbability(), names.bytes(other.id())))
                .toList();
        return new ChatLogprob(names.name(token.id()), token.logProbability(), names.bytes(token.id()), likeliest);
    }
}
