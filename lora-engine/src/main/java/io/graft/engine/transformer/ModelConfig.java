package io.graft.engine.transformer;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// What `config.json` and `generation_config.json` of a Hugging Face model folder say. Dropout of the base model
/// (`attention_dropout`, `resid_pdrop`) is not read: nothing but an adapter is trained here.
public final class ModelConfig {

    private final String modelType;
    private final ModelShape shape;
    private final int trainedPositions;
    private final int maxPositions;
    private final Set<Integer> endTokens;
    private final DecoderSpec decoder;

    private ModelConfig(ConfigFields given, ConfigFields ends) throws MalformedFileException {
        Architecture architecture = Architecture.of(given);
        if (given.has("quantization_config")) {
            throw given.wrong("quantization_config must be missing, since quantised checkpoints are not supported, is "
                    + given.node("quantization_config"));
        }
        ConfigFields fields = architecture.complete(given);
        this.modelType = architecture.modelType();
        this.shape = architecture.shape(fields);
        this.decoder = architecture.describe(shape, fields);
        this.trainedPositions = fields.positive("max_position_embeddings");
        this.maxPositions = maxPositions(trainedPositions, decoder);
        this.endTokens = Set.copyOf(ends.wholeNumbers("eos_token_id"));
    }

    private static int maxPositions(int trained, DecoderSpec decoder) {
        int positions = trained;
        for (LayerSpec layer : decoder.layers()) {
            RotaryConfig rotary = layer.attention().rotary();
            positions = rotary == null ? positions : Math.min(positions, rotary.maxPositions());
        }
        return positions;
    }

    /// Reads the configuration of a model folder.
    ///
    /// @throws MalformedFileException naming the field and the value that is wrong or not supported
    public static ModelConfig read(Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        ConfigFields fields = new ConfigFields(file, JsonFiles.read(file));
        Path generation = folder.resolve("generation_config.json");
        if (!Files.exists(generation)) {
            return new ModelConfig(fields, fields);
        }
        ConfigFields ends = new ConfigFields(generation, JsonFiles.read(generation));
        return new ModelConfig(fields, ends.node("eos_token_id").isMissingNode() ? fields : ends);
    }

    /// A configuration without a folder.
    ///
    /// @param name   of the model, for messages
    /// @param config what `config.json` would hold
    public static ModelConfig of(String name, JsonNode config) throws IOException {
        ConfigFields fields = new ConfigFields(Path.of(name, "config.json"), config);
        return new ModelConfig(fields, fields);
    }

    /// The architecture, such as `llama`.
    public String modelType() {
        return modelType;
    }

    public int vocabularySize() {
        return shape.vocabularySize();
    }

    public int hiddenSize() {
        return shape.hiddenSize();
    }

    public int layers() {
        return shape.layers();
    }

    /// Query heads.
    public int heads() {
        return shape.heads();
    }

    /// Key and value heads.
    public int keyHeads() {
        return shape.keyHeads();
    }

    public int headSize() {
        return shape.headSize();
    }

    public int intermediateSize() {
        return shape.intermediateSize();
    }

    /// Tokens that a sequence may have.
    public int maxPositions() {
        return maxPositions;
    }

    /// What bounds [#maxPositions].
    String positionsField() {
        return maxPositions == trainedPositions
                ? "max_position_embeddings"
                : "original_max_position_embeddings; longrope has long factors for more, which are not supported";
    }

    /// Tokens that end a generated text.
    public Set<Integer> endTokens() {
        return endTokens;
    }

    ModelShape shape() {
        return shape;
    }

    DecoderSpec decoder() {
        return decoder;
    }

    /// What the layers have in common: the linear layers and which norms there are.
    LayerSpec layer() {
        return decoder.layers().getFirst();
    }
}
