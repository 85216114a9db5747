/// Layers over rows of tokens, each with its way forward and its way back.
///
/// A layer keeps nothing of a pass: it reads from and writes to matrices of its caller, so any number of threads
/// may use it at once. A forward method makes `y` of `x`; a backward method makes `dx`, the gradient of the input, of
/// `dy`, the gradient of the output, and each says whether it overwrites its result or adds to it. Weights are frozen,
/// so [LowRank] pairs and their [Magnitude] alone have gradients of their own.
///
/// [Linear], [Embedding], [Rotary] and [CrossEntropy] are what their names say. [Attention] works on one sequence, a
/// [Segment], at a time, in the memory of [AttentionScratch]. Norms and gates are one operation of the kernels each and
/// have no class here.
@NullMarked
package io.graft.engine.layer;

import org.jspecify.annotations.NullMarked;
