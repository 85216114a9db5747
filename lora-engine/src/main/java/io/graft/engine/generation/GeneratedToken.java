package io.graft.engine.generation;

/// One new token.
///
/// @param text           what it adds to the text; empty while it is part of a character that is not complete, or of
///                       what
///                       may become a stop text
/// @param logProbability natural logarithm of its probability under the model, before temperature
public record GeneratedToken(int id, String text, double logProbability) {}
