package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import java.util.Map;

/// A decoder layer: attention over the normed input, then a gated feed-forward network over the normed sum.
///
/// @param linears  its linear layers
/// @param inputNorm  tensor of the norm before attention
/// @param middleNorm tensor of the norm before the feed-forward network
record LayerSpec(Map<Projection, LinearSpec> linears, String inputNorm, String middleNorm) {

    LayerSpec {
        linears = Map.copyOf(linears);
    }
}
