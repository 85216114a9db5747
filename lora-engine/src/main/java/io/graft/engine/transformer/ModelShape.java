package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.checkpoint.MalformedFileException;

/// The sizes of a decoder that every architecture has.
///
/// @param vocabularySize   rows of the embedding
/// @param hiddenSize       columns of what flows between layers
/// @param layers           decoder layers
/// @param heads            query heads
/// @param keyHeads         key and value heads
/// @param headSize         columns of a head
/// @param intermediateSize columns inside the feed-forward network
/// @param normEpsilon      of every norm
record ModelShape(
        int vocabularySize,
        int hiddenSize,
        int layers,
        int heads,
        int keyHeads,
        int headSize,
        int intermediateSize,
        float normEpsilon) {

    /// Ten times those of the deepest models: a number that is wrong is told at once, before layers are described.
    private static final int MOST_LAYERS = 2000;

    /// @param inner the field with the columns inside the feed-forward network
    static ModelShape of(ConfigFields fields, String inner) throws MalformedFileException {
        int hidden = fields.positive("hidden_size");
        int heads = fields.positive("num_attention_heads");
        int keyHeads = fields.has("num_key_value_heads") ? fields.positive("num_key_value_heads") : heads;
        int headSize = fields.has("head_dim") ? fields.positive("head_dim") : hidden / heads;
        if (heads % keyHeads != 0) {
            throw fields.wrong(
                    "num_attention_heads must be a multiple of num_key_value_heads, is " + heads + " with " + keyHeads);
        }
        if (headSize % 2 != 0 || headSize == 0) {
            throw fields.wrong("head_dim must be even, is " + headSize);
        }
        return new ModelShape(
                fields.positive("vocab_size"),
                hidden,
                fields.between("num_hidden_layers", 1, MOST_LAYERS),
                heads,
                keyHeads,
                headSize,
                fields.positive(inner),
                (float) fields.number("rms_norm_eps"));
    }

    int queryColumns() {
        return heads * headSize;
    }

    int keyColumns() {
        return keyHeads * headSize;
    }

    int inputs(Projection projection) {
        return switch (projection) {
            case Q_PROJ, K_PROJ, V_PROJ, QKV_PROJ, GATE_PROJ, UP_PROJ, GATE_UP_PROJ, INPUT_LINEAR -> hiddenSize;
            case O_PROJ -> queryColumns();
            case DOWN_PROJ, OUTPUT_LINEAR -> intermediateSize;
        };
    }

    int outputs(Projection projection) {
        return switch (projection) {
            case Q_PROJ -> queryColumns();
            case K_PROJ, V_PROJ -> keyColumns();
            case QKV_PROJ -> queryColumns() + 2 * keyColumns();
            case O_PROJ, DOWN_PROJ, OUTPUT_LINEAR -> hiddenSize;
            case GATE_PROJ, UP_PROJ -> intermediateSize;
            case GATE_UP_PROJ, INPUT_LINEAR -> 2 * intermediateSize;
        };
    }
}
