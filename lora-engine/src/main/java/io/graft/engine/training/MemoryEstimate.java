package io.graft.engine.training;

import io.graft.engine.transformer.WeightMemory;

/// What a training takes at its most, in bytes.
///
/// @param weights     the base model's weights, packed for the way forward and the way back
/// @param adapter     the adapter with its packed forms, gradients and both moments
/// @param activations of one pass, with gradients, attention's scores and a part of the logits
/// @param examples    tokens and labels
public record MemoryEstimate(WeightMemory weights, long adapter, long activations, long examples) {

    /// Bytes in Java's heap.
    public long heap() {
        return adapter + activations + examples + (weights.inHeap() ? weights.bytes() : 0);
    }

    /// Bytes in all.
    public long total() {
        return adapter + activations + examples + weights.bytes();
    }

    /// The same with other activations.
    MemoryEstimate withActivations(long bytes) {
        return new MemoryEstimate(weights, adapter, bytes, examples);
    }

    /// `5.1 GiB: base weights 1.0, adapter 0.1, activations 4.0, examples 0.0`.
    @Override
    public String toString() {
        return Gibibytes.of(total()) + " GiB: base weights " + Gibibytes.of(weights.bytes()) + ", adapter "
                + Gibibytes.of(adapter) + ", activations " + Gibibytes.of(activations) + ", examples "
                + Gibibytes.of(examples);
    }
}
