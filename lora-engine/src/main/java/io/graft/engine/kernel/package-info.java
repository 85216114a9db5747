/// The arithmetic of the engine, on matrices in the heap and on the calling thread. [Kernels] is the whole of it. Read
/// that first, then [ScalarKernels]: the plain loops say what each operation means, and tests compare with them.
///
/// [VectorKernels] does the same with the Vector API and hands its work on:
///
/// - matrix products to [VectorProduct], which walks the result in tiles; [Tile] has the inner loops, and [Left] is
///   how their left side is read;
/// - rows to [VectorRows], [VectorNorm] and [VectorGate], with the functions of [VectorExp] and [VectorTanh];
/// - 8-bit numbers and bfloat16 outside of the heap to [VectorBytes], see [Rounding] and [ByteRow], and to
///   [VectorHalves];
/// - a single row of 8-bit numbers times 8-bit weights to [VectorBlocks], which reads [ByteBlocks];
/// - sums over the lanes of a vector to [LaneSum], which gives the same bits in interpreted and in compiled code.
///
/// The rest is what operations take besides matrices. Products with weights that never change may be left to a library
/// and are therefore in the package `compute`, beside the choice of kernels and the threads.
@NullMarked
package io.graft.engine.kernel;

import org.jspecify.annotations.NullMarked;
