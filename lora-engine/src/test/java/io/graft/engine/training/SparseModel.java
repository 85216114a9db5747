package io.graft.engine.training;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A llama folder whose headers claim as much as one likes: its weights are a hole in a file.
record SparseModel(int hidden, int inner, int layers, int vocabulary) {

    private static final int HEADS = 8;

    void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("config.json"), config());
        StringBuilder header = new StringBuilder();
        long at = 0;
        for (Map.Entry<String, long[]> tensor : tensors().entrySet()) {
            long[] shape = tensor.getValue();
            long end = at + 2 * Arrays.stream(shape).reduce(1, Math::multiplyExact);
            String sizes = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(","));
            header.append(header.isEmpty() ? "{" : ",")
                    .append("\"%s\":{\"dtype\":\"BF16\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
                            .formatted(tensor.getKey(), sizes, at, end));
            at = end;
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
            file.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(text.length)
                    .array());
            file.write(text);
            file.setLength(8 + text.length + at);
        }
    }

    private String config() {
        return """
                {"model_type": "llama", "vocab_size": %d, "hidden_size": %d, "intermediate_size": %d,
                 "num_hidden_layers": %d, "num_attention_heads": %d, "num_key_value_heads": %d, "rms_norm_eps": 1e-5,
                 "max_position_embeddings": 4096, "rope_theta": 10000.0, "hidden_act": "silu",
                 "tie_word_embeddings": false, "attention_bias": false, "mlp_bias": false, "eos_token_id": 2}""".formatted(vocabulary, hidden, inner, layers, HEADS, HEADS);
    }

    private Map<String, long[]> tensors() {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        tensors.put("model.embed_tokens.weight", new long[] {vocabulary, hidden});
        tensors.put("lm_head.weight", new long[] {vocabulary, hidden});
        tensors.put("model.norm.weight", new long[] {hidden});
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "model.layers." + layer + ".";
            for (String name : new String[] {"q_proj", "k_proj", "v_proj", "o_proj"}) {
                tensors.put(prefix + "self_attn." + name + ".weight", new long[] {hidden, hidden});
            }
            tensors.put(prefix + "mlp.gate_proj.weight", new long[] {inner, hidden});
            tensors.put(prefix + "mlp.up_proj.weight", new long[] {inner, hidden});
            tensors.put(prefix + "mlp.down_proj.weight", new long[] {hidden, inner});
            tensors.put(prefix + "input_layernorm.weight", new long[] {hidden});
            tensors.put(prefix + "post_attention_layernorm.weight", new long[] {hidden});
        }
        return tensors;
    }
}
