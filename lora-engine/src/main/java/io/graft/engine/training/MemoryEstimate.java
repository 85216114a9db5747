package io.graft.engine.training;

import io.graft.engine.transformer.WeightMemory;

/// What a training takes at its most, in bytes.
///
/// @param weights     the base model's weights, packed for the way forward and the way back
/// @param adapter     the adapter with the transposes of its matrices, gradients and both moments
/// @param activations of one pass, with gradients, attention's scores and a part of the logits
/// @param examples    tokens and labels
public record MemoryEstimate(WeightMemory weights, long adapter, long activations, long examples) {

    /// What the Java virtual machine, compiled code, native libraries and the tokenizer take besides.
    static final long RUNTIME = 300L << 20;

    /// Bytes in Java's heap.
    public long heap() {
        return adapter + activations + examples + (weights.inHeap() ? weights.bytes() : 0);
    }

    /// Bytes of the process in all.
    public long total() {
        return adapter + activations + examples + weights.bytes() + RUNTIME;
    }

    /// The same with other activations.
    MemoryEstimate withActivations(long bytes) {
        return new MemoryEstimate(weights, adapter, bytes, examples);
    }

    /// The same with other weights.
    MemoryEstimate withWeights(WeightMemory other) {
        return new MemoryEstimate(other, adapter, activations, examples);
    }

    /// `5.39 GiB: base weights 1.00, adapter 0.10, activations 4.00, examples 0.00, runtime 0.29`.
    @Override
    public String toString() {
        return Gibibytes.of(total()) + " GiB: base weights " + Gibibytes.of(weights.bytes()) + ", adapter "
                + Gibibytes.of(adapter) + ", activations " + Gibibytes.of(activations) + ", examples "
                + Gibibytes.of(examples) + ", runtime " + Gibibytes.of(RUNTIME);
    }
}
