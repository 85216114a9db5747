package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.CompletionRequest;
import io.graft.contracts.inference.OpenAiApi.CompletionResponse;
import io.graft.contracts.inference.OpenAiApi.Logprobs;
import io.graft.engine.generation.Generation;
import io.graft.engine.generation.TokenListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Completions with what only they have: the prompt once more (`echo`), and how likely each token was (`logprobs`).
@ApplicationScoped
class Completions {

    private final Writer writer;

    Completions(Writer writer) {
        this.writer = writer;
    }

    static boolean echoes(CompletionRequest request) {
        return Boolean.TRUE.equals(request.echo());
    }

    /// Whether the caller wants nothing new, only to know how likely the prompt is.
    static boolean onlyEchoes(CompletionRequest request) {
        return echoes(request) && Integer.valueOf(0).equals(request.maxTokens());
    }

    Generation write(CompletionRequest request, Wish wish, TokenListener listener) {
        return onlyEchoes(request)
                ? new Generation("", List.of(), wish.prompt().length, Generation.Ending.LENGTH)
                : writer.write(wish, listener);
    }

    CompletionResponse whole(CompletionRequest request, Wish wish, Answers answers, TokenListener listener) {
        Generation text = write(request, wish, listener);
        String shown = echoes(request) ? request.prompt() + text.text() : text.text();
        return answers.completion(
                shown, logprobs(request, wish, text), Answers.finishReason(text), Answers.usage(text));
    }

    private static @Nullable Logprobs logprobs(CompletionRequest request, Wish wish, Generation text) {
        Integer top = request.logprobs();
        if (top == null) {
            return null;
        }
        int[] ids = IntStream.concat(
                        IntStream.of(wish.prompt()), text.ids().stream().mapToInt(Integer::intValue))
                .toArray();
        return TokenScores.of(wish.served(), ids, echoes(request) ? 0 : wish.prompt().length, top);
    }
}
