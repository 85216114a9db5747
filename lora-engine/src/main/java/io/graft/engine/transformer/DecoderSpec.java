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

    /// @param linear  the output layer of its own
    /// @param tied    whether the embedding's table takes its place, if the checkpoint holds no other weights
    /// @param divisor what logits are divided by
    /// @param softCap the limit of logits, or null where they have none
    record HeadSpec(
            LinearSpec linear,
            boolean tied,
            float divisor,
            @Nullable Float softCap) {}

    DecoderSpec {
        layers = List.copyOf(layers);
    }

    /// How many numbers all linear layers have together.
    long weights() {
        long shared = head.tied ? 0 : head.linear.weights();
        return embedding.table.weights()
                + shared
                + layers.stream()
                        .flatMap(layer -> layer.linears().values().stream())
                        .mapToLong(LinearSpec::weights)
                        .sum();
    }
}
