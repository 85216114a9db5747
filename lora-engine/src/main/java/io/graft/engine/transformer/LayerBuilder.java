package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import io.graft.engine.kernel.Activation;
import io.graft.engine.layer.AttentionShape;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Describes a decoder layer by what is different from Llama's: norms before both halves, plain sums, all positions
/// visible, q, k, v, o, gate, up and down without biases.
final class LayerBuilder {

    private final ModelShape shape;
    private final String prefix;
    private final Map<Projection, LinearSpec> linears = new EnumMap<>(Projection.class);
    private NormSpec.Form normForm = NormSpec.Form.SCALE;
    private @Nullable String inputNorm = "input_layernorm";
    private @Nullable String attentionOutputNorm;
    private @Nullable String feedForwardNorm = "post_attention_layernorm";
    private @Nullable String feedForwardOutputNorm;
    private NormSpec.@Nullable QueryKey queryKeyNorms;
    private float scale;
    private int window = AttentionShape.UNLIMITED;
    private @Nullable Float softCap;
    private @Nullable RotaryConfig rotary;
    private Activation activation = Activation.SILU;
    private float residualScale = 1;

    LayerBuilder(ModelShape shape, int index) {
        this.shape = shape;
        this.prefix = "model.layers." + index + ".";
        this.scale = (float) (1 / Math.sqrt(shape.headSize()));
        linears(
                Projection.Q_PROJ,
                Projection.K_PROJ,
                Projection.V_PROJ,
                Projection.O_PROJ,
                Projection.GATE_PROJ,
                Projection.UP_PROJ,
                Projection.DOWN_PROJ);
    }

    /// The layer's linear layers, without biases.
    LayerBuilder linears(Projection... projections) {
        linears.clear();
        for (Projection projection : projections) {
            linears.put(projection, linear(projection, false));
        }
        return this;
    }

    /// Gives some of the linear layers a bias if `present`.
    LayerBuilder biases(boolean present, Projection... projections) {
        if (present) {
            for (Projection projection : projections) {
                linears.put(projection, linear(projection, true));
            }
        }
        return this;
    }

    private LinearSpec linear(Projection projection, boolean bias) {
        return new LinearSpec(prefix + projection.path(), shape.inputs(projection), shape.outputs(projection), bias);
    }

    LayerBuilder normForm(NormSpec.Form form) {
        normForm = form;
        return this;
    }

    /// Norms of the halves' inputs, null for none.
    LayerBuilder normsBefore(@Nullable String ofAttention, @Nullable String ofFeedForward) {
        inputNorm = ofAttention;
        feedForwardNorm = ofFeedForward;
        return this;
    }

    /// Norms of the halves' outputs.
    LayerBuilder normsAfter(String ofAttention, String ofFeedForward) {
        attentionOutputNorm = ofAttention;
        feedForwardOutputNorm = ofFeedForward;
        return this;
    }

    /// Norms of every head's query and key.
    LayerBuilder headNorms() {
        queryKeyNorms = queryKey(shape.headSize(), shape.headSize());
        return this;
    }

    /// Norms over the queries of all heads together, and over the keys.
    LayerBuilder projectionNorms() {
        queryKeyNorms = queryKey(shape.queryColumns(), shape.keyColumns());
        return this;
    }

    private NormSpec.QueryKey queryKey(int querySize, int keySize) {
        return new NormSpec.QueryKey(
                new NormSpec(prefix + "self_attn.q_norm", querySize, normForm),
                new NormSpec(prefix + "self_attn.k_norm", keySize, normForm));
    }

    /// What scores are multiplied by instead of `1 / sqrt(headSize)`.
    LayerBuilder attentionScale(double factor) {
        scale = (float) factor;
        return this;
    }

    LayerBuilder window(int tokens) {
        window = tokens;
        return this;
    }

    LayerBuilder attentionSoftCap(@Nullable Float cap) {
        softCap = cap;
        return this;
    }

    LayerBuilder rotary(@Nullable RotaryConfig config) {
        rotary = config;
        return this;
    }

    LayerBuilder activation(Activation function) {
        activation = function;
        return this;
    }

    LayerBuilder residualScale(double factor) {
        residualScale = (float) factor;
        return this;
    }

    LayerSpec build() {
        AttentionShape attention =
                new AttentionShape(shape.heads(), shape.keyHeads(), shape.headSize(), scale, window, softCap);
        NormSpec.Around first = new NormSpec.Around(norm(inputNorm), norm(attentionOutputNorm));
        NormSpec.Around second = new NormSpec.Around(norm(feedForwardNorm), norm(feedForwardOutputNorm));
        return new LayerSpec(
                linears,
                new LayerSpec.AttentionSpec(first, queryKeyNorms, attention, rotary),
                new LayerSpec.FeedForwardSpec(second, activation),
                residualScale);
    }

    private @Nullable NormSpec norm(@Nullable String name) {
        return name == null ? null : new NormSpec(prefix + name, shape.hiddenSize(), normForm);
    }
}
