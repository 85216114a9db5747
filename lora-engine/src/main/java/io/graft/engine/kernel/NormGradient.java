package io.graft.engine.kernel;

import io.graft.engine.tensor.Matrix;

/// What the backward pass of a norm reads.
///
/// @param dy      gradient of the output, `[rows][columns]`
/// @param x       input of the forward pass, `[rows][columns]`
/// @param inverse inverse root mean squares of the forward pass, `[rows][groups]`, see [Kernels#rmsNorm]
public record NormGradient(Matrix dy, Matrix x, Matrix inverse) {}
