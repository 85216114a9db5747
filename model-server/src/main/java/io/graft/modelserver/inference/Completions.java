package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.CompletionRequest;
import io.graft.contracts.inference.OpenAiApi.CompletionResponse;
import io.graft.engine.generation.Generation;
import io.graft.engine.generation.TokenListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

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
        CompletionScores scores = new CompletionScores(wish, request.logprobs() != null);
        return answers.completion(
                shown,
                echoes(request) ? scores.echoed(text.tokens()) : scores.written(text.tokens()),
                Answers.finishReason(text),
                Answers.usage(text));
    }
}
