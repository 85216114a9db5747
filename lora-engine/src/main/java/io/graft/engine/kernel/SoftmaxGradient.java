package io.graft.engine.kernel;

/// What the backward pass of a softmax takes besides its rows.
///
/// @param mean  the sum of products of a row's probabilities and their gradients
/// @param scale what scores were multiplied by before the softmax
public record SoftmaxGradient(float mean, float scale) {}
