package io.graft.engine.generation;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How to continue a text.
///
/// @param maxTokens   new tokens at most
/// @param temperature 0 takes the most likely token; above, the logits are divided by it before a token is drawn
/// @param topK        draws among the most likely so many; 0 for all
/// @param topP        draws among the fewest most likely that have this probability together; 1 for all
/// @param seed        same seed, same text
/// @param stop        texts that end the answer and are not part of it
/// @param endTokens   tokens that end the answer; the model's own where empty
public record GenerationConfig(
        int maxTokens,
        double temperature,
        int topK,
        double topP,
        long seed,
        List<String> stop,
        Optional<Set<Integer>> endTokens) {

    public GenerationConfig {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("max_tokens must be at least 1, is " + maxTokens);
        }
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must not be negative, is " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top_k must not be negative, is " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p must be greater than 0 and at most 1, is " + topP);
        }
        if (stop.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("stop must not hold an empty text");
        }
        stop = List.copyOf(stop);
        endTokens = endTokens.map(Set::copyOf);
    }

    /// The most likely token each time.
    public static GenerationConfig greedy(int maxTokens) {
        return new GenerationConfig(maxTokens, 0, 0, 1, 0, List.of(), Optional.empty());
    }

    /// Draws tokens at a temperature.
    public static GenerationConfig sampling(int maxTokens, double temperature, long seed) {
        return new GenerationConfig(maxTokens, temperature, 0, 1, seed, List.of(), Optional.empty());
    }

    public GenerationConfig withTopK(int value) {
        return new GenerationConfig(maxTokens, temperature, value, topP, seed, stop, endTokens);
    }

    public GenerationConfig withTopP(double value) {
        return new GenerationConfig(maxTokens, temperature, topK, value, seed, stop, endTokens);
    }

    public GenerationConfig withStop(List<String> value) {
        return new GenerationConfig(maxTokens, temperature, topK, topP, seed, value, endTokens);
    }

    public GenerationConfig withEndTokens(Set<Integer> value) {
        return new GenerationConfig(maxTokens, temperature, topK, topP, seed, stop, Optional.of(value));
    }
}
