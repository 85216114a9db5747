package io.graft.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.layer.AttentionShape;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What configurations mean, and which are refused, after the defaults of transformers.
class ModelConfigTest {

    private static final int ALL = AttentionShape.UNLIMITED;
    private static final JsonMapper JSON = new JsonMapper();

    private static ModelConfig config(String type, String fields) throws IOException {
        ObjectNode config = (ObjectNode) JSON.readTree("""
                {"vocab_size": 50, "hidden_size": 48, "num_hidden_layers": 6, "num_attention_heads": 4,
                 "num_key_value_heads": 2, "intermediate_size": 48, "max_position_embeddings": 640}
                """);
        config.put("model_type", type);
        JsonNode given = JSON.readTree("{" + fields.replace('\'', '"') + "}");
        given.propertyStream().forEach(field -> config.set(field.getKey(), field.getValue()));
        return ModelConfig.of("tiny", config);
    }

    private static List<Integer> windows(ModelConfig config) {
        return config.decoder().layers().stream()
                .map(layer -> layer.attention().shape().window())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "granitemoehybrid|'num_local_experts': 4|num_local_experts must be 0, since experts are not supported,"
                        + " is 4",
                "granitemoehybrid|'hidden_act': 'silu'|num_local_experts must be 0, since experts are not supported, is 8",
                "granitemoehybrid|'num_local_experts': 0|layer_types must hold attention for every layer, since Mamba"
                        + " layers are not supported, is missing",
                "gemma2|'layer_types': ['full_attention']|layer_types must name the type of each of the 6 layers, is"
                        + " ['full_attention']",
                "gemma2|'sliding_window': null|sliding_window must be a whole number from 1, is null",
                "gemma2|'hidden_activation': 'gelu'|hidden_activation must be silu or gelu_pytorch_tanh, is 'gelu'",
                "gemma2|'attn_logit_softcapping': -1|attn_logit_softcapping must be a number greater than 0, is -1",
                "gemma3_text|'use_bidirectional_attention': true|use_bidirectional_attention must be false, is true",
                "qwen2|'layer_types': 6|layer_types must name the type of each of the 6 layers, is 6",
                "smollm3|'no_rope_layers': [1, 0]|no_rope_layers must hold 6 numbers, is [1,0]",
                "phi3|'partial_rotary_factor': 0.1|partial_rotary_factor must select an even number of a head's 12"
                        + " columns, is 0.1",
                "phi3|'rope_scaling': {'type': 'linear', 'factor': 2}|rope_type must be default or longrope, is linear",
                "phi3|'rope_scaling': {'type': 'su', 'short_factor': [1], 'long_factor': [1]}|short_factor must hold 6"
                        + " numbers, holds 1",
                "llama|'rope_scaling': {'type': 'mrope'}|rope_type must be default, linear, llama3, yarn, dynamic or"
                        + " longrope, is mrope",
                "llama|'rope_scaling': 'linear'|rope_scaling must be an object, is 'linear'",
                "llama|'rope_scaling': {'type': 'linear'}|factor must be a number greater than 0, is missing",
                "llama|'rope_scaling': {'type': 'linear', 'factor': 2}, 'partial_rotary_factor': 0.5|"
                        + "partial_rotary_factor must be 1 where rotary embedding is scaled, is 0.5",
                "llama|'tie_word_embeddings': 'yes'|tie_word_embeddings must be true or false, is 'yes'",
                "llama|'quantization_config': {'bits': 4}|quantization_config must be missing, since quantised checkpoints"
                        + " are not supported, is {'bits':4}",
                "llama|'head_dim': 7|head_dim must be even, is 7",
                "llama|'num_hidden_layers': 2000000000|num_hidden_layers must be at most 2000, is 2000000000",
                "llama|'eos_token_id': 'end'|eos_token_id must be a whole number or a list of them, is 'end'",
                "llama|'eos_token_id': [1, 'end']|eos_token_id must be a whole number or a list of them, is [1,'end']",
            })
    void what_is_not_supported_is_refused_with_field_and_value(String type, String fields, String problem) {
        assertThatThrownBy(() -> config(type, fields))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("tiny/config.json: " + problem.replace('\'', '"').replace("head\"s", "head's"));
    }

    @Test
    void layers_of_mamba_are_refused_by_their_number() {
        assertThatThrownBy(() -> config(
                        "granitemoehybrid",
                        "'num_local_experts': 0, 'layer_types': ['attention', 'mamba', 'mamba', 'mamba', 'mamba',"
                                + " 'mamba']"))
                .hasMessage("tiny/config.json: layer_types must hold full_attention or sliding_attention, holds"
                        + " \"mamba\" for layer 1");
    }

    @Test
    void mistral_has_a_window_unless_it_is_null() throws IOException {
        assertThat(windows(config("mistral", ""))).containsOnly(4096);
        assertThat(windows(config("mistral", "'sliding_window': null"))).containsOnly(ALL);
        assertThat(windows(config("phi3", ""))).containsOnly(ALL);
    }

    @Test
    void qwen_has_windows_only_where_it_is_told_to_use_them() throws IOException {
        assertThat(windows(config("qwen2", "'sliding_window': 8"))).containsOnly(ALL);
        String used = "'use_sliding_window': true, 'sliding_window': 8, 'max_window_layers': 4";
        assertThat(windows(config("qwen3", used))).containsExactly(ALL, ALL, ALL, ALL, 8, 8);
    }

    @Test
    void gemma_alternates_and_gemma3_has_every_sixth_layer_global() throws IOException {
        assertThat(windows(config("gemma2", "'sliding_window': 8"))).containsExactly(8, ALL, 8, ALL, 8, ALL);
        ModelConfig gemma3 = config("gemma3_text", "'sliding_window': 8");
        assertThat(windows(gemma3)).containsExactly(8, 8, 8, 8, 8, ALL);
        assertThat(gemma3.decoder().layers())
                .extracting(layer -> layer.attention().rotary())
                .extracting(rotary -> rotary == null ? 0 : rotary.theta())
                .containsExactly(1e4, 1e4, 1e4, 1e4, 1e4, 1e6);
    }

    @Test
    void truncate_counts_only_where_all_layers_share_their_rotary_parameters() throws IOException {
        String yarn = "{'rope_type': 'yarn', 'factor': 2, 'rope_theta': 100, 'truncate': false}";
        RopeScaling shared = scaling(config("llama", "'rope_parameters': " + yarn), 0);
        RopeScaling byType = scaling(config("gemma3_text", "'rope_parameters': {'full_attention': " + yarn + "}"), 5);
        assertThat(shared)
                .isInstanceOfSatisfying(
                        RopeScaling.Yarn.class, one -> assertThat(one.whole()).isFalse());
        assertThat(byType)
                .isInstanceOfSatisfying(
                        RopeScaling.Yarn.class, one -> assertThat(one.whole()).isTrue());
    }

    private static RopeScaling scaling(ModelConfig config, int layer) {
        RotaryConfig rotary = config.decoder().layers().get(layer).attention().rotary();
        return Objects.requireNonNull(rotary).scaling();
    }

    @Test
    void smollm3_turns_all_but_every_fourth_layer() throws IOException {
        assertThat(config("smollm3", "").decoder().layers())
                .extracting(layer -> layer.attention().rotary() == null)
                .containsExactly(false, false, false, true, false, false);
    }

    @Test
    void both_forms_of_rotary_parameters_mean_the_same() throws IOException {
        String four = "'rope_theta': 5000, 'rope_scaling': {'type': 'linear', 'factor': 2}";
        String five = "'rope_parameters': {'rope_type': 'linear', 'factor': 2, 'rope_theta': 5000}";
        assertThat(config("llama", four).layer().attention().rotary())
                .isEqualTo(config("llama", five).layer().attention().rotary())
                .isEqualTo(new RotaryConfig(5000, 6, new RopeScaling.Linear(2)));
    }

    @Test
    void what_a_configuration_leaves_out_is_as_in_transformers() throws IOException {
        ModelConfig gemma = config("gemma2", "");
        assertThat(gemma.headSize()).isEqualTo(256);
        assertThat(gemma.shape().normEpsilon()).isEqualTo(1e-6f);
        assertThat(gemma.decoder().head().softCap()).isEqualTo(30f);
        assertThat(gemma.layer().attention().shape().softCap()).isEqualTo(50f);
        assertThat(gemma.layer().attention().shape().scale()).isEqualTo(1 / 16f);
        assertThat(gemma.decoder().head().tied()).isTrue();
        assertThat(config("gemma2", "'attn_logit_softcapping': null")
                        .layer()
                        .attention()
                        .shape()
                        .softCap())
                .isNull();
        assertThat(config("olmo2", "").shape().normEpsilon()).isEqualTo(1e-5f);
    }

    @Test
    void longrope_bounds_the_positions_by_those_of_the_first_training() throws IOException {
        String scaling = "'original_max_position_embeddings': 128, 'rope_scaling': {'type': 'su', 'short_factor':"
                + " [1, 1, 1, 1, 1, 2], 'long_factor': [1, 1, 1, 1, 1, 4]}";
        assertThat(config("phi3", scaling).maxPositions()).isEqualTo(128);
    }
}
