package io.graft.engine.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.layer.AttentionShape;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/// Which layers see only a window of the tokens before them, and how wide it is.
final class LayerWindows {

    private static final String TYPES = "layer_types";
    private static final String SLIDING = "sliding_attention";
    private static final List<String> FULL = List.of("full_attention", "attention");

    private final BitSet sliding;
    private final int window;

    private LayerWindows(BitSet sliding, int window) {
        this.sliding = sliding;
        this.window = window;
    }

    /// Reads `layer_types` and `sliding_window`.
    ///
    /// @param otherwise which layers have a window where `layer_types` is missing
    static LayerWindows of(ConfigFields fields, ModelShape shape, IntPredicate otherwise)
            throws MalformedFileException {
        BitSet sliding = new BitSet();
        if (fields.has(TYPES)) {
            sliding = read(fields, TYPES, shape);
        } else {
            for (int index = 0; index < shape.layers(); index++) {
                sliding.set(index, otherwise.test(index));
            }
        }
        return new LayerWindows(sliding, sliding.isEmpty() ? 0 : fields.positive("sliding_window"));
    }

    /// Fails unless every layer is said to see all tokens before it.
    static void requireFull(ConfigFields fields, String field, ModelShape shape) throws MalformedFileException {
        if (!read(fields, field, shape).isEmpty()) {
            throw fields.wrong(field + " must hold attention for every layer, holds " + SLIDING);
        }
    }

    private static BitSet read(ConfigFields fields, String field, ModelShape shape) throws MalformedFileException {
        JsonNode types = fields.node(field);
        if (!types.isArray() || types.size() != shape.layers()) {
            throw fields.wrong(field + " must name the type of each of the " + shape.layers() + " layers, is " + types);
        }
        BitSet sliding = new BitSet();
        for (int index = 0; index < types.size(); index++) {
            String type = types.path(index).asText();
            if (!type.equals(SLIDING) && !FULL.contains(type)) {
                throw fields.wrong(field + " must hold full_attention or sliding_attention, holds " + types.path(index)
                        + " for layer " + index);
            }
            sliding.set(index, type.equals(SLIDING));
        }
        return sliding;
    }

    boolean any() {
        return !sliding.isEmpty();
    }

    boolean has(int layer) {
        return sliding.get(layer);
    }

    int of(int layer) {
        return has(layer) ? window : AttentionShape.UNLIMITED;
    }
}
