package io.graft.engine.training;

/// How examples become steps.
///
/// @param batchSize    rows of a batch: examples, or what they were packed into
/// @param accumulation batches whose gradients make one step
/// @param weighting    how the batches of a step are weighed
/// @param order        in which order an epoch visits the rows
/// @param packing      whether short examples share a row
public record Batching(int batchSize, int accumulation, Weighting weighting, Order order, Packing packing) {

    /// How the batches of a step are weighed.
    public enum Weighting {
        /// Every token that counts weighs the same, as transformers' Trainer does.
        TOKENS,
        /// Every batch weighs the same.
        BATCHES
    }

    /// In which order an epoch visits the examples.
    public enum Order {
        /// A new order each epoch, which follows from the seed.
        SHUFFLED,
        /// As given.
        GIVEN
    }

    public Batching {
        Require.atLeast("batch_size", 1, batchSize);
        Require.atLeast("gradient_accumulation_steps", 1, accumulation);
    }
}
