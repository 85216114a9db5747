package io.graft.engine.kernel;

/// The numbers of one AdamW update, in PyTorch's order of operations.
///
/// @param gradientScale multiplies the gradient first (clipping)
/// @param decay         multiplies the parameter: `1 - learningRate * weightDecay`
/// @param stepSize      learning rate divided by the first bias correction
/// @param root          root of the second bias correction
public record AdamWStep(
        float gradientScale, float decay, float beta1, float beta2, float stepSize, float root, float epsilon) {}
