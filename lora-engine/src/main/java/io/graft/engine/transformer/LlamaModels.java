package io.graft.engine.transformer;

import static io.graft.engine.adapter.Projection.DOWN_PROJ;
import static io.graft.engine.adapter.Projection.GATE_PROJ;
import static io.graft.engine.adapter.Projection.GATE_UP_PROJ;
import static io.graft.engine.adapter.Projection.K_PROJ;
import static io.graft.engine.adapter.Projection.O_PROJ;
import static io.graft.engine.adapter.Projection.QKV_PROJ;
import static io.graft.engine.adapter.Projection.Q_PROJ;
import static io.graft.engine.adapter.Projection.UP_PROJ;
import static io.graft.engine.adapter.Projection.V_PROJ;

import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.kernel.Activation;
import io.graft.engine.layer.AttentionShape;

/// Llama, and models that differ from it in one or two places.
final class LlamaModels {

    private LlamaModels() {}

    static DecoderBuilder llama(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        RotaryConfig rotary = RotaryConfig.of(fields, decoder.shape());
        Activation activation = fields.activation("hidden_act");
        return decoder.layers((layer, index) -> layer.rotary(rotary)
                .activation(activation)
                .biases(fields.flag("attention_bias"), Q_PROJ, K_PROJ, V_PROJ, O_PROJ)
                .biases(fields.flag("mlp_bias"), GATE_PROJ, UP_PROJ, DOWN_PROJ));
    }

    /// A window on every layer.
    static DecoderBuilder mistral(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        RotaryConfig rotary = RotaryConfig.of(fields, decoder.shape());
        Activation activation = fields.activation("hidden_act");
        int window = window(fields);
        return decoder.layers(
                (layer, index) -> layer.rotary(rotary).activation(activation).window(window));
    }

    /// Fused projections, a window on every layer.
    static DecoderBuilder phi3(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        RotaryConfig rotary = RotaryConfig.ofPhi(fields, decoder.shape());
        Activation activation = fields.activation("hidden_act");
        int window = window(fields);
        return decoder.layers((layer, index) -> layer.linears(QKV_PROJ, O_PROJ, GATE_UP_PROJ, DOWN_PROJ)
                .rotary(rotary)
                .activation(activation)
                .window(window));
    }

    private static int window(ConfigFields fields) throws MalformedFileException {
        return fields.has("sliding_window") ? fields.positive("sliding_window") : AttentionShape.UNLIMITED;
    }

    /// Norms after the halves instead of before, and over all queries and all keys of a token.
    static DecoderBuilder olmo2(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        RotaryConfig rotary = RotaryConfig.of(fields, decoder.shape());
        Activation activation = fields.activation("hidden_act");
        return decoder.layers((layer, index) -> layer.rotary(rotary)
                .activation(activation)
                .biases(fields.flag("attention_bias"), Q_PROJ, K_PROJ, V_PROJ, O_PROJ)
                .normsBefore(null, null)
                .normsAfter("post_attention_layernorm", "post_feedforward_layernorm")
                .projectionNorms());
    }

    /// Every few layers do without rotary embedding, and may have a window instead.
    static DecoderBuilder smollm3(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        RotaryConfig rotary = RotaryConfig.of(fields, decoder.shape());
        Activation activation = fields.activation("hidden_act");
        boolean[] turned = turned(decoder.shape().layers(), fields);
        boolean windows = fields.flag("use_sliding_window") && fields.has("sliding_window");
        LayerWindows window = LayerWindows.of(fields, decoder.shape(), index -> windows && !turned[index]);
        return decoder.layers((layer, index) -> layer.rotary(turned[index] ? rotary : null)
                .activation(activation)
                .biases(fields.flag("attention_bias"), Q_PROJ, K_PROJ, V_PROJ, O_PROJ)
                .biases(fields.flag("mlp_bias"), GATE_PROJ, UP_PROJ, DOWN_PROJ)
                .window(window.of(index)));
    }

    /// Which layers have rotary embedding: despite its name, `no_rope_layers` holds 1 for those.
    private static boolean[] turned(int layers, ConfigFields fields) throws MalformedFileException {
        boolean[] turned = new boolean[layers];
        if (fields.has("no_rope_layers")) {
            int[] given = fields.wholeNumbers("no_rope_layers", layers);
            for (int index = 0; index < layers; index++) {
                turned[index] = given[index] != 0;
            }
        } else {
            int interval = fields.positive("no_rope_layer_interval");
            for (int index = 0; index < layers; index++) {
                turned[index] = (index + 1) % interval != 0;
            }
        }
        return turned;
    }
}
