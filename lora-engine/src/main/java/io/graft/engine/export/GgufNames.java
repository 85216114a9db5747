package io.graft.engine.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.Projection;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.transformer.CausalModel;
import io.graft.engine.transformer.ModelConfig;
import java.io.IOException;
import java.util.List;

/// How llama.cpp calls an architecture and its tensors, as its converter `convert_hf_to_gguf.py` decides.
///
/// @param architecture value of `general.architecture`
/// @param rotation     where the two numbers that a rotary embedding turns together lie in a head
/// @param config       of the model
record GgufNames(String architecture, Rotation rotation, ModelConfig config) {

    /// Where the two numbers lie that are turned together.
    enum Rotation {
        /// One half of a head apart, as in Hugging Face's models.
        HALVES,
        /// Side by side: the rows of q and k are reordered.
        PAIRS
    }

    /// Some outputs of a layer and the tensor that they belong to.
    ///
    /// @param tensor   without `.weight`
    /// @param first    output
    /// @param count    of outputs
    /// @param headSize rows of a head that are reordered from halves to pairs, 0 for none
    record Part(String tensor, int first, int count, int headSize) {

        /// The output that stands in row `row`.
        int source(int row) {
            if (headSize == 0) {
                return first + row;
            }
            int inHead = row % headSize;
            return first + row - inHead + inHead % 2 * (headSize / 2) + inHead / 2;
        }
    }

    /// @throws IllegalArgumentException if llama.cpp does not know the architecture
    static GgufNames of(CausalModel model) throws IOException {
        ModelConfig config = model.config();
        return switch (config.modelType()) {
            case "llama", "mistral" -> new GgufNames("llama", Rotation.PAIRS, config);
            case "smollm3", "granite" -> new GgufNames(config.modelType(), Rotation.PAIRS, config);
            case "granitemoehybrid" -> granite(model);
            case "qwen2", "qwen3", "gemma2", "olmo2", "phi3" ->
                new GgufNames(config.modelType(), Rotation.HALVES, config);
            case "gemma3_text" -> new GgufNames("gemma3", Rotation.HALVES, config);
            default ->
                throw new IllegalArgumentException("model_type " + config.modelType()
                        + " has no known form in llama.cpp; merge the adapter into" + " its base model instead");
        };
    }

    /// The dense form without state-space layers becomes a plain granite.
    private static GgufNames granite(CausalModel model) throws IOException {
        JsonNode root = JsonFiles.read(model.folder().resolve("config.json"));
        if (root.path("num_experts_per_tok").asInt(0) != 0) {
            throw new IllegalArgumentException(
                    "num_experts_per_tok must be 0 to write a GGUF adapter, is " + root.path("num_experts_per_tok"));
        }
        return new GgufNames("granite", Rotation.PAIRS, model.config());
    }

    /// The tensors that a projection becomes.
    ///
    /// @param outputs of the projection
    List<Part> parts(int layer, Projection projection, int outputs) {
        String block = "blk." + layer + ".";
        return switch (projection) {
            case Q_PROJ -> List.of(turned(block + "attn_q", outputs));
            case K_PROJ -> List.of(turned(block + "attn_k", outputs));
            case V_PROJ -> List.of(whole(block + "attn_v", outputs));
            case QKV_PROJ -> List.of(whole(block + "attn_qkv", outputs));
            case O_PROJ -> List.of(whole(block + "attn_output", outputs));
            case GATE_PROJ -> List.of(whole(block + "ffn_gate", outputs));
            case UP_PROJ, GATE_UP_PROJ -> List.of(whole(block + "ffn_up", outputs));
            case DOWN_PROJ, OUTPUT_LINEAR -> List.of(whole(block + "ffn_down", outputs));
            case INPUT_LINEAR ->
                List.of(
                        new Part(block + "ffn_gate", 0, outputs / 2, 0),
                        new Part(block + "ffn_up", outputs / 2, outputs / 2, 0));
        };
    }

    private Part turned(String tensor, int outputs) {
        return switch (rotation) {
            case HALVES -> whole(tensor, outputs);
            case PAIRS -> new Part(tensor, 0, outputs, config.headSize());
        };
    }

    private static Part whole(String tensor, int outputs) {
        return new Part(tensor, 0, outputs, 0);
    }
}
