package io.graft.engine.transformer;

import org.jspecify.annotations.Nullable;

/// A root-mean-square norm of the checkpoint.
///
/// @param tensor name without `.weight`
/// @param size   columns that are normed together
/// @param form   what the tensor holds
record NormSpec(String tensor, int size, Form form) {

    /// What a norm's tensor holds.
    enum Form {
        /// The scale itself.
        SCALE,
        /// The scale minus 1, as the Gemma models store it.
        SCALE_MINUS_ONE
    }

    /// The norms around one half of a layer.
    ///
    /// @param before of the half's input, or null where it is taken as it is
    /// @param after  of the half's output before it is added to what went around, or null
    record Around(@Nullable NormSpec before, @Nullable NormSpec after) {}

    /// The norms of queries and keys before they are turned.
    record QueryKey(NormSpec query, NormSpec key) {}
}
