package io.graft.engine.generation;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How to continue a text.
///
/// @param maxTokens    new tokens at most
/// @param sampling     how a token is drawn
/// @param penalties    what makes tokens less likely before one is drawn
/// @param stop         texts that end the answer and are not part of it
/// @param endTokens    tokens that end the answer; the model's own where empty
/// @param alternatives most likely tokens to tell with each new one: OpenAI's `top_logprobs`
public record GenerationConfig(
        int maxTokens,
        Sampling sampling,
        Penalties penalties,
        List<String> stop,
        Optional<Set<Integer>> endTokens,
        int alternatives) {

    /// The most that [#alternatives] may be, as in OpenAI's API.
    public static final int MOST_ALTERNATIVES = 20;

    public GenerationConfig {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be at least 1, is " + maxTokens);
        }
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("stop must not hold an empty text");
        }
        if (alternatives < 0 || alternatives > MOST_ALTERNATIVES) {
            throw new IllegalArgumentException(
                    "top_logprobs must be from 0 to " + MOST_ALTERNATIVES + ", is " + alternatives);
        }
        stop = List.copyOf(stop);
        endTokens = endTokens.map(Set::copyOf);
    }

    /// Draws tokens in a given way.
    public static GenerationConfig of(int maxTokens, Sampling sampling) {
        return new GenerationConfig(maxTokens, sampling, Penalties.NONE, List.of(), Optional.empty(), 0);
    }

    /// The most likely token each time.
    public static GenerationConfig greedy(int maxTokens) {
        return of(maxTokens, Sampling.GREEDY);
    }

    /// Draws tokens at a temperature.
    public static GenerationConfig sampling(int maxTokens, double temperature, long seed) {
        return of(maxTokens, Sampling.at(temperature, seed));
    }

    public double temperature() {
        return sampling.temperature();
    }

    public int topK() {
        return sampling.topK();
    }

    public double topP() {
        return sampling.topP();
    }

    public long seed() {
        return sampling.seed();
    }

    public GenerationConfig withSampling(Sampling value) {
        return new GenerationConfig(maxTokens, value, penalties, stop, endTokens, alternatives);
    }

    public GenerationConfig withTopK(int value) {
        return withSampling(
                new Sampling(sampling.temperature(), value, sampling.topP(), sampling.minP(), sampling.seed()));
    }

    public GenerationConfig withTopP(double value) {
        return withSampling(
                new Sampling(sampling.temperature(), sampling.topK(), value, sampling.minP(), sampling.seed()));
    }

    public GenerationConfig withMinP(double value) {
        return withSampling(
                new Sampling(sampling.temperature(), sampling.topK(), sampling.topP(), value, sampling.seed()));
    }

    public GenerationConfig withPenalties(Penalties value) {
        return new GenerationConfig(maxTokens, sampling, value, stop, endTokens, alternatives);
    }

    public GenerationConfig withRepetitionPenalty(double value) {
        return withPenalties(new Penalties(value, penalties.presence(), penalties.frequency()));
    }

    public GenerationConfig withStop(List<String> value) {
        return new GenerationConfig(maxTokens, sampling, penalties, value, endTokens, alternatives);
    }

    public GenerationConfig withEndTokens(Set<Integer> value) {
        return new GenerationConfig(maxTokens, sampling, penalties, stop, Optional.of(value), alternatives);
    }

    public GenerationConfig withAlternatives(int value) {
        return new GenerationConfig(maxTokens, sampling, penalties, stop, endTokens, value);
    }
}
