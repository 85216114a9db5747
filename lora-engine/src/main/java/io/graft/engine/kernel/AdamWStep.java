package io.graft.engine.kernel;

/// The numbers of one AdamW update, in PyTorch's order of operations.
///
/// @param gradientScale multiplies the gradient first (clipping)
/// @param decay         multiplies the parameter: `1 - learningRate * weightDecay`
/// @param rest1         `1 - beta1`, rounded once
/// @param rest2         `1 - beta2`, rounded once
/// @param stepSize      learning rate divided by the first bias correction
/// @param root          root of the second bias correction
public record AdamWStep(
        float gradientScale,
        float decay,
        float rest1,
        float beta2,
        float rest2,
        float stepSize,
        float root,
        float epsilon) {}
