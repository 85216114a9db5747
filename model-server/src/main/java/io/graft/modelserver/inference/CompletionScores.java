package io.graft.modelserver.inference;

import io.graft.contracts.inference.OpenAiApi.Logprobs;
import io.graft.engine.generation.GeneratedToken;
import io.graft.engine.generation.Scorer;
import io.graft.engine.generation.TokenProbability;
import io.graft.engine.generation.TokenScore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The `logprobs` of one completion, if the caller wants them; at once, or event by event: each call goes on where the
/// one before ended.
final class CompletionScores {

    private final Wish wish;
    private final boolean wanted;
    private final TokenNames names;
    private int offset;

    CompletionScores(Wish wish, boolean wanted) {
        this.wish = wish;
        this.wanted = wanted;
        this.names = new TokenNames(wish.served().base().tokenizer());
    }

    /// @param likelihood absent for the first token of all, which follows nothing
    private record Scored(int id, @Nullable Double likelihood, List<TokenProbability> likeliest) {

        static Scored of(TokenScore score) {
            return new Scored(score.id(), score.logProbability(), score.alternatives());
        }
    }

    /// Of an answer that begins with its prompt.
    @Nullable
    Logprobs echoed(List<GeneratedToken> tokens) {
        return wanted
                ? told(Stream.concat(prompt(), tokens.stream().map(CompletionScores::scored))
                        .toList())
                : null;
    }

    /// Of new tokens; none where there are none.
    @Nullable
    Logprobs written(List<GeneratedToken> tokens) {
        return wanted && !tokens.isEmpty()
                ? told(tokens.stream().map(CompletionScores::scored).toList())
                : null;
    }

    private static Scored scored(GeneratedToken token) {
        return Scored.of(token.score());
    }

    /// The prompt goes through the model once more for this.
    private Stream<Scored> prompt() {
        Served served = wish.served();
        Scorer scorer = new Scorer(served.base().model(), served.base().tokenizer());
        List<TokenScore> scores =
                scorer.scoreTokens(wish.prompt(), wish.config().alternatives(), served.adapter());
        Scored first = new Scored(wish.prompt()[0], null, List.of());
        return Stream.concat(Stream.of(first), scores.stream().map(Scored::of));
    }

    private Logprobs told(List<Scored> scores) {
        List<@Nullable Double> likelihoods = new ArrayList<>();
        List<@Nullable Map<String, Double>> likeliest = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        for (Scored score : scores) {
            likelihoods.add(score.likelihood);
            likeliest.add(likeliest(score));
            offsets.add(offset);
            offset += names.characters(score.id);
        }
        List<String> tokens = scores.stream().map(score -> names.name(score.id)).toList();
        return new Logprobs(tokens, likelihoods, likeliest, offsets);
    }

    /// The likeliest tokens and the one that is there: OpenAI tells of it too where it is none of them.
    private @Nullable Map<String, Double> likeliest(Scored score) {
        Double own = score.likelihood;
        if (own == null || score.likeliest.isEmpty()) {
            return null;
        }
        Map<String, Double> told = new LinkedHashMap<>();
        score.likeliest.forEach(other -> told.putIfAbsent(names.name(other.id()), other.logProbability()));
        told.putIfAbsent(names.name(score.id), own);
        return told;
    }
}
