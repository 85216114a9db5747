/// What a model computes with: kernels, threads, and its frozen weights in the form that is multiplied fastest here.
/// Start at [Compute]; [KernelChoice] chooses and says why, and docs/adr 0005 to 0007 tell how that was decided.
///
/// A [WeightFormat] packs weights as [FrozenWeights], which multiply:
///
/// - [PanelFormat], by our kernels: [PanelWeights], a copy for each direction in the heap;
/// - [CompactFormat], by our kernels: [CompactWeights], one copy outside of the heap, in [StoredRows];
/// - [OneDnnFormat]: bytes as [OneDnnBytes], by way of [ByteProduct] and [ByteScratch]; floats as [NativeFloats], only
///   where it is asked for by name;
/// - [OpenBlasFormat], where oneDNN does not come: [NativeFloats];
/// - [FastestFormat] is none of its own, but chooses among the first three for each model.
///
/// Formats that multiply floats alone compute 8-bit weights as [RoundedWeights].
///
/// [OneDnn] and [OpenBlas] are the functions of the two libraries, [OneDnnLibrary] and [OpenBlasLibrary] find and load
/// them. What else begins with `Native` is the way out of Java: [NativeFiles] unpacks libraries, [NativeFunctions]
/// binds their functions, [NativeMemory] allocates, and [NativeStack] calls what needs a deep stack.
@NullMarked
package io.graft.engine.compute;

import org.jspecify.annotations.NullMarked;
