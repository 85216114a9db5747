package io.graft.engine.transformer;

/// What the weights of a base model take once they were packed for the way back too.
///
/// @param inHeap whether they are in Java's heap, or outside of it
public record WeightMemory(long bytes, boolean inHeap) {}
