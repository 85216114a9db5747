package io.graft.engine.generation;

import java.util.List;

/// How likely a token is in its place.
///
/// @param logProbability natural logarithm of its probability under the model
/// @param alternatives   the most likely tokens in its place, most likely first
public record TokenScore(int id, double logProbability, List<TokenProbability> alternatives) {

    public TokenScore {
        alternatives = List.copyOf(alternatives);
    }
}
