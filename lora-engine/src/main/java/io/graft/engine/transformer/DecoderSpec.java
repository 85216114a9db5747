package io.graft.engine.transformer;

import io.graft.engine.adapter.Projection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// An architecture, told as the tensors it consists of. A new architecture is a new description.
///
/// @param embedding tensor of the token vectors
/// @param finalNorm tensor of the norm before the output layer
/// @param head      tensor of the output layer, the embedding's where they are tied
record DecoderSpec(LinearSpec embedding, List<LayerSpec> layers, String finalNorm, LinearSpec head) {

    private static final List<String> SUPPORTED = List.of("llama");

    /// Describes the architecture that the configuration names.
    ///
    /// @throws IllegalArgumentException if it is not supported
    static DecoderSpec of(ModelConfig config) {
        return switch (config.modelType()) {
            case "llama" -> llama(config);
            default ->
                throw new IllegalArgumentException(
                        "model_type must be one of " + SUPPORTED + ", is " + config.modelType());
        };
    }

    private static DecoderSpec llama(ModelConfig config) {
        int hidden = config.hiddenSize();
        LinearSpec embedding = new LinearSpec("model.embed_tokens", hidden, config.vocabularySize(), false);
        LinearSpec head = new LinearSpec("lm_head", hidden, config.vocabularySize(), false);
        List<LayerSpec> layers = IntStream.range(0, config.layers())
                .mapToObj(index -> llamaLayer(config, "model.layers." + index + "."))
                .toList();
        return new DecoderSpec(embedding, layers, "model.norm", config.tied() ? embedding : head);
    }

    private static LayerSpec llamaLayer(ModelConfig config, String prefix) {
        Map<Projection, LinearSpec> linears = new EnumMap<>(Projection.class);
        for (Projection projection : projections(config)) {
            boolean attention = projection.path().startsWith("self_attn.");
            boolean bias = attention ? config.attentionBias() : config.mlpBias();
            linears.put(
                    projection,
                    new LinearSpec(
                            prefix + projection.path(), inputs(config, projection), outputs(config, projection), bias));
        }
        return new LayerSpec(linears, prefix + "input_layernorm", prefix + "post_attention_layernorm");
    }

    static int inputs(ModelConfig config, Projection projection) {
        return switch (projection) {
            case Q_PROJ, K_PROJ, V_PROJ, GATE_PROJ, UP_PROJ -> config.hiddenSize();
            case O_PROJ -> config.heads() * config.headSize();
            case DOWN_PROJ -> config.intermediateSize();
            default -> throw absent(config, projection);
        };
    }

    static int outputs(ModelConfig config, Projection projection) {
        return switch (projection) {
            case Q_PROJ -> config.heads() * config.headSize();
            case K_PROJ, V_PROJ -> config.keyHeads() * config.headSize();
            case O_PROJ, DOWN_PROJ -> config.hiddenSize();
            case GATE_PROJ, UP_PROJ -> config.intermediateSize();
            default -> throw absent(config, projection);
        };
    }

    private static IllegalArgumentException absent(ModelConfig config, Projection projection) {
        return new IllegalArgumentException("a " + config.modelType() + " has no " + projection.path());
    }

    /// The linear layers of a decoder layer.
    static Set<Projection> projections(ModelConfig config) {
        return EnumSet.range(Projection.Q_PROJ, Projection.DOWN_PROJ);
    }
}
