package io.graft.modelserver.inference;

import java.util.List;

/// A checked request for vectors.
///
/// @param texts tokens of each text, at least one
record EmbeddingWish(Served served, List<int[]> texts, VectorFormat format) {

    int tokens() {
        return texts.stream().mapToInt(ids -> ids.length).sum();
    }
}
