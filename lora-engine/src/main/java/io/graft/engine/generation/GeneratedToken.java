package io.graft.engine.generation;

import java.util.List;

/// One new token.
///
/// @param text           what it adds to the text; empty while it is part of a character that is not complete, or of
///                       what may become a stop text
/// @param logProbability natural logarithm of its probability under the model, before penalties and temperature
/// @param alternatives   the most likely tokens in its place, most likely first; as many as the configuration asks for
public record GeneratedToken(int id, String text, double logProbability, List<TokenProbability> alternatives) {

    public GeneratedToken {
        alternatives = List.copyOf(alternatives);
    }

    /// How likely it was, as [Scorer#scoreTokens] tells it of a given text.
    public TokenScore score() {
        return new TokenScore(id, logProbability, alternatives);
    }
}
