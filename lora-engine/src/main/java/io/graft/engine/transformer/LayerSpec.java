package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.kernel.Activation;
import io.graft.engine.layer.AttentionShape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A decoder layer: attention, then a gated feed-forward network, each added to what went around it.
///
/// @param linears       its linear layers
/// @param residualScale what both halves' outputs are multiplied by before they are added
record LayerSpec(
        Map<Projection, LinearSpec> linears,
        AttentionSpec attention,
        FeedForwardSpec feedForward,
        float residualScale) {

    LayerSpec {
        linears = Map.copyOf(linears);
    }

    /// @param queryKeyNorms norms of queries and keys: of every head, or of all heads together
    /// @param rotary        how queries and keys turn with their positions, or null where they do not
    record AttentionSpec(
            NormSpec.Around norms,
            NormSpec.@Nullable QueryKey queryKeyNorms,
            AttentionShape shape,
            @Nullable RotaryConfig rotary) {}

    record FeedForwardSpec(NormSpec.Around norms, Activation activation) {}

    /// Whether one linear layer makes queries, keys and values.
    boolean fusedAttention() {
        return linears.containsKey(Projection.QKV_PROJ);
    }

    /// Whether one linear layer makes gates and ups.
    boolean fusedGate() {
        return linears.containsKey(Projection.GATE_UP_PROJ) || linears.containsKey(Projection.INPUT_LINEAR);
    }

    /// Whether a half's output is added as it is, in one pass with the product that makes it.
    boolean addsPlainly(NormSpec.Around norms) {
        return norms.after() == null && residualScale == 1f;
    }
}
