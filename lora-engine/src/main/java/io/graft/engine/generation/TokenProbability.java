package io.graft.engine.generation;

/// How likely a token is.
///
/// @param logProbability natural logarithm of its probability under the model, before penalties and temperature
public record TokenProbability(int id, double logProbability) {}
