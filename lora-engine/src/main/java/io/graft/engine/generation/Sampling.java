package io.graft.engine.generation;

/// How a token is drawn, with the meaning and in the order of transformers: temperature, top-k, top-p, min-p.
///
/// @param temperature 0 takes the most likely token; above, the logits are divided by it before a token is drawn
/// @param topK        draws among the most likely so many, and those as likely as the last of them; 0 for all
/// @param topP        draws among the fewest most likely that have this probability together; 1 for all
/// @param minP        draws among those that are at least so likely as a share of the most likely one; 0 for all
/// @param seed        same seed, same text
public record Sampling(double temperature, int topK, double topP, double minP, long seed) {

    /// Takes the most likely token.
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 0);

    /// Below, quotients would no longer fit in single precision: the most likely token is taken, as it is at the limit.
    private static final double COLDEST = 1e-30;

    public Sampling {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must not be negative, is " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top_k must not be negative, is " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top_p must be greater than 0 and at most 1, is " + topP);
        }
        if (!(minP >= 0 && minP <= 1)) {
            throw new IllegalArgumentException("min_p must be from 0 to 1, is " + minP);
        }
    }

    /// Draws among all tokens at a temperature.
    public static Sampling at(double temperature, long seed) {
        return new Sampling(temperature, 0, 1, 0, seed);
    }

    boolean isGreedy() {
        return temperature < COLDEST;
    }
}
