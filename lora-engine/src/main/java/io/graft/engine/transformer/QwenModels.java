package io.graft.engine.transformer;

import static io.graft.engine.adapter.Projection.K_PROJ;
import static io.graft.engine.adapter.Projection.O_PROJ;
import static io.graft.engine.adapter.Projection.Q_PROJ;
import static io.graft.engine.adapter.Projection.V_PROJ;

import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.kernel.Activation;

/// The dense Qwen models.
final class QwenModels {

    private QwenModels() {}

    /// Biases of q, k and v.
    static DecoderBuilder qwen2(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        RotaryConfig rotary = RotaryConfig.of(fields, decoder.shape());
        Activation activation = fields.activation("hidden_act");
        LayerWindows window = windows(decoder.shape(), fields);
        return decoder.layers((layer, index) -> layer.rotary(rotary)
                .activation(activation)
                .biases(true, Q_PROJ, K_PROJ, V_PROJ)
                .window(window.of(index)));
    }

    /// Norms of every head's query and key.
    static DecoderBuilder qwen3(DecoderBuilder decoder, ConfigFields fields) throws MalformedFileException {
        RotaryConfig rotary = RotaryConfig.of(fields, decoder.shape());
        Activation activation = fields.activation("hidden_act");
        LayerWindows window = windows(decoder.shape(), fields);
        return decoder.layers((layer, index) -> layer.rotary(rotary)
                .activation(activation)
                .biases(fields.flag("attention_bias"), Q_PROJ, K_PROJ, V_PROJ, O_PROJ)
                .headNorms()
                .window(window.of(index)));
    }

    /// A window on the layers from `max_window_layers` on, unless `use_sliding_window` is false.
    private static LayerWindows windows(ModelShape shape, ConfigFields fields) throws MalformedFileException {
        boolean used = fields.flag("use_sliding_window") && fields.has("sliding_window");
        int first = used ? fields.atLeast("max_window_layers", 0) : shape.layers();
        LayerWindows windows = LayerWindows.of(fields, shape, index -> index >= first);
        if (windows.any() && !fields.flag("use_sliding_window")) {
            throw fields.wrong("use_sliding_window must be true where layer_types holds sliding_attention, is false");
        }
        return windows;
    }
}
