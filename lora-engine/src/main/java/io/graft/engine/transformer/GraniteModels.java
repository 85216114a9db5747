package io.graft.engine.transformer;

import static io.graft.engine.adapter.Projection.DOWN_PROJ;
import static io.graft.engine.adapter.Projection.GATE_PROJ;
import static io.graft.engine.adapter.Projection.INPUT_LINEAR;
import static io.graft.engine.adapter.Projection.K_PROJ;
import static io.graft.engine.adapter.Projection.OUTPUT_LINEAR;
import static io.graft.engine.adapter.Projection.O_PROJ;
import static io.graft.engine.adapter.Projection.Q_PROJ;
import static io.graft.engine.adapter.Projection.UP_PROJ;
import static io.graft.engine.adapter.Projection.V_PROJ;

import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.kernel.Activation;
import org.jspecify.annotations.Nullable;

/// The Granite models: multipliers for the embedding, attention, both halves' outputs and the logits.
final class GraniteModels {

    private GraniteModels() {}

    static DecoderBuilder granite(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        RotaryConfig rotary = RotaryConfig.of(fields, decoder.shape());
        return multipliers(decoder, fields)
                .layers((layer, index) -> common(layer, fields)
                        .rotary(rotary)
                        .biases(fields.flag("attention_bias"), Q_PROJ, K_PROJ, V_PROJ, O_PROJ)
                        .biases(fields.flag("mlp_bias"), GATE_PROJ, UP_PROJ, DOWN_PROJ));
    }

    /// The dense form of the hybrid models: attention in every layer, no experts.
    static DecoderBuilder graniteHybrid(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        requireDense(decoder.shape(), fields);
        RotaryConfig rotary = turned(fields) ? RotaryConfig.of(fields, decoder.shape()) : null;
        return multipliers(decoder, fields).layers((layer, index) -> hybrid(layer, fields, rotary));
    }

    private static LayerBuilder hybrid(LayerBuilder layer, ConfigFields fields, @Nullable RotaryConfig rotary)
            throws MalformedFileException {
        return common(layer, fields)
                .linears(Q_PROJ, K_PROJ, V_PROJ, O_PROJ, INPUT_LINEAR, OUTPUT_LINEAR)
                .rotary(rotary)
                .biases(fields.flag("attention_bias"), Q_PROJ, K_PROJ, V_PROJ, O_PROJ);
    }

    private static DecoderBuilder multipliers(DecoderBuilder decoder, ConfigFields fields)
            throws MalformedFileException {
        return decoder.embeddingScale(fields.number("embedding_multiplier"))
                .logitDivisor(fields.number("logits_scaling"));
    }

    private static LayerBuilder common(LayerBuilder layer, ConfigFields fields) throws MalformedFileException {
        Activation activation = fields.activation("hidden_act");
        return layer.activation(activation)
                .attentionScale(fields.number("attention_multiplier"))
                .residualScale(fields.number("residual_multiplier"));
    }

    private static boolean turned(ConfigFields fields) throws MalformedFileException {
        return fields.has("position_embedding_type")
                && fields.text("position_embedding_type").equals("rope");
    }

    private static void requireDense(ModelShape shape, ConfigFields fields) throws MalformedFileException {
        int experts = fields.atLeast("num_local_experts", 0);
        if (experts > 0) {
            throw fields.wrong("num_local_experts must be 0, since experts are not supported, is " + experts);
        }
        String types = fields.has("layer_types") ? "layer_types" : "layers_block_type";
        if (!fields.has(types)) {
            throw fields.wrong("layer_types must hold attention for every layer, since Mamba layers are not"
                    + " supported, is missing");
        }
        LayerWindows.requireFull(fields, types, shape);
    }
}
