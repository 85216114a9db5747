package io.graft.engine.transformer;

import static io.graft.engine.adapter.Projection.K_PROJ;
import static io.graft.engine.adapter.Projection.O_PROJ;
import static io.graft.engine.adapter.Projection.Q_PROJ;
import static io.graft.engine.adapter.Projection.V_PROJ;

import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.kernel.Activation;
import org.jspecify.annotations.Nullable;

/// The Gemma models: token vectors scaled by the root of their size, norms that store their scale minus 1, windows on
/// some of the layers.
final class GemmaModels {

    private GemmaModels() {}

    /// Norms before and after both halves, soft caps.
    static DecoderBuilder gemma2(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        RotaryConfig rotary = RotaryConfig.of(fields, decoder.shape());
        LayerWindows window = alternating(decoder.shape(), fields);
        Float cap = fields.numberOrNull("attn_logit_softcapping");
        return common(decoder, fields)
                .layers((layer, index) -> fourNorms(common(layer, fields))
                        .rotary(rotary)
                        .attentionSoftCap(cap)
                        .window(window.of(index)));
    }

    /// As Gemma 2, with norms of queries and keys instead of a cap of scores, and another rotary base where a layer has
    /// a window.
    static DecoderBuilder gemma3(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        ModelShape shape = decoder.shape();
        int pattern = fields.positive("sliding_window_pattern");
        LayerWindows window = LayerWindows.of(fields, shape, index -> (index + 1) % pattern != 0);
        RotaryConfig global = RotaryConfig.ofLayerType(fields, shape, "full_attention", "rope_theta");
        RotaryConfig local = RotaryConfig.ofLayerType(fields, shape, "sliding_attention", "rope_local_base_freq");
        return common(decoder, fields)
                .layers((layer, index) -> fourNorms(common(layer, fields))
                        .headNorms()
                        .rotary(window.has(index) ? local : global)
                        .window(window.of(index)));
    }

    /// As Gemma 2, with norms only before both halves.
    static DecoderBuilder vaultgemma(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        RotaryConfig rotary = RotaryConfig.of(fields, decoder.shape());
        LayerWindows window = alternating(decoder.shape(), fields);
        Float cap = fields.numberOrNull("attn_logit_softcapping");
        return common(decoder, fields)
                .layers((layer, index) -> common(layer, fields)
                        .normsBefore("input_layernorm", "pre_feedforward_layernorm")
                        .rotary(rotary)
                        .attentionSoftCap(cap)
                        .window(window.of(index)));
    }

    private static LayerWindows alternating(ModelShape shape, ConfigFields fields) throws MalformedFileException {
        return LayerWindows.of(fields, shape, index -> index % 2 == 0);
    }

    private static DecoderBuilder common(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        if (fields.flag("use_bidirectional_attention")) {
            throw fields.wrong("use_bidirectional_attention must be false, is true");
        }
        @Nullable Float cap = fields.numberOrNull("final_logit_softcapping");
        return decoder.normForm(NormSpec.Form.SCALE_MINUS_ONE)
                .embeddingScale(Math.sqrt(decoder.shape().hiddenSize()))
                .logitSoftCap(cap);
    }

    private static LayerBuilder common(LayerBuilder layer, ConfigFields fields) throws MalformedFileException {
        Activation activation = fields.activation("hidden_activation");
        return layer.activation(activation)
                .attentionScale(1 / Math.sqrt(fields.number("query_pre_attn_scalar")))
                .biases(fields.flag("attention_bias"), Q_PROJ, K_PROJ, V_PROJ, O_PROJ);
    }

    private static LayerBuilder fourNorms(LayerBuilder layer) {
        return layer.normsBefore("input_layernorm", "pre_feedforward_layernorm")
                .normsAfter("post_attention_layernorm", "post_feedforward_layernorm");
    }
}
