package io.graft.engine.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// What `config.json` and `generation_config.json` of a Hugging Face model folder say.
///
/// @param modelType     the architecture: `llama`
/// @param maxPositions  tokens that a sequence may have
/// @param tied          whether the output layer shares the embedding's weights
/// @param attentionBias whether q, k, v and o have a bias
/// @param mlpBias       whether gate, up and down have a bias
/// @param endTokens     tokens that end a generated text
public record ModelConfig(
        String modelType,
        int vocabularySize,
        int hiddenSize,
        int layers,
        int heads,
        int keyHeads,
        int headSize,
        int intermediateSize,
        int maxPositions,
        float normEpsilon,
        RotaryConfig rotary,
        boolean tied,
        boolean attentionBias,
        boolean mlpBias,
        Set<Integer> endTokens) {

    public ModelConfig {
        if (heads % keyHeads != 0) {
            throw new IllegalArgumentException(
                    "num_attention_heads must be a multiple of num_key_value_heads, is " + heads + " with " + keyHeads);
        }
        if (headSize % 2 != 0) {
            throw new IllegalArgumentException("head_dim must be even, is " + headSize);
        }
        endTokens = Set.copyOf(endTokens);
    }

    /// Reads the configuration of a model folder.
    public static ModelConfig read(Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        ConfigFields fields = new ConfigFields(file, JsonFiles.read(file));
        Path generation = folder.resolve("generation_config.json");
        JsonNode ends = Files.exists(generation)
                ? JsonFiles.read(generation).path("eos_token_id")
                : fields.node("eos_token_id");
        return of(fields, ends.isMissingNode() ? fields.node("eos_token_id") : ends);
    }

    /// A configuration without a folder.
    ///
    /// @param name   of the model, for messages
    /// @param config what `config.json` would hold
    public static ModelConfig of(String name, JsonNode config) throws IOException {
        ConfigFields fields = new ConfigFields(Path.of(name, "config.json"), config);
        return of(fields, fields.node("eos_token_id"));
    }

    private static ModelConfig of(ConfigFields fields, JsonNode ends) throws IOException {
        fields.require("hidden_act", "silu");
        int hidden = fields.positive("hidden_size");
        int heads = fields.positive("num_attention_heads");
        int headSize = fields.has("head_dim") ? fields.positive("head_dim") : hidden / heads;
        try {
            return new ModelConfig(
                    fields.text("model_type"),
                    fields.positive("vocab_size"),
                    hidden,
                    fields.positive("num_hidden_layers"),
                    heads,
                    fields.has("num_key_value_heads") ? fields.positive("num_key_value_heads") : heads,
                    headSize,
                    fields.positive("intermediate_size"),
                    fields.positive("max_position_embeddings"),
                    (float) fields.number("rms_norm_eps"),
                    RotaryConfig.of(fields),
                    fields.flag("tie_word_embeddings"),
                    fields.flag("attention_bias"),
                    fields.flag("mlp_bias"),
                    ConfigFields.wholeNumbers(ends));
        } catch (IllegalArgumentException e) {
            throw fields.wrong(e.getMessage());
        }
    }
}
