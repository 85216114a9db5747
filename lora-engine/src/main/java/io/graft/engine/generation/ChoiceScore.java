package io.graft.engine.generation;

/// How likely a choice is after its context.
///
/// @param logLikelihood sum of the natural logarithms of its tokens' probabilities
/// @param tokens        of the choice
/// @param greedy        whether every token of it is the model's first choice
public record ChoiceScore(double logLikelihood, int tokens, boolean greedy) {}
