package io.graft.engine.transformer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A decoder, told as the tensors it consists of and what happens to them. A new architecture is a new description.
///
/// @param embedding token vectors
/// @param finalNorm before the output layer
record DecoderSpec(EmbeddingSpec embedding, List<LayerSpec> layers, NormSpec finalNorm, HeadSpec head) {

    /// @param scale what token vectors are multiplied by
    record EmbeddingSpec(LinearSpec table, float scale) {}

    /// @param linear  the embedding's table where they are tied
    /// @param divisor what logits are divided by
    /// @param softCap the limit of logits, or null where they have none
    record HeadSpec(
            LinearSpec linear, float divisor, @Nullable Float softCap) {}

    DecoderSpec {
        layers = List.copyOf(layers);
    }
}
