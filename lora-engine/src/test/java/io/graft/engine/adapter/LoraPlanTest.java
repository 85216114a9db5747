package io.graft.engine.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.layer.LowRank;
import io.graft.engine.layer.Magnitude;
import io.graft.engine.reference.Reference;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which linear layers a configuration means, by PEFT's rules for names.
class LoraPlanTest {

    @TempDir
    Path folder;

    private final CausalModel model = CausalModel.load(Reference.bundled().folder());

    LoraPlanTest() throws IOException {}

    private Set<String> adapted(LoraConfig.Builder config) {
        LoraPlan plan = LoraPlan.of(model, config.build());
        Set<String> names = new TreeSet<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            for (Projection projection : model.projections()) {
                if (plan.at(layer, projection) != null) {
                    names.add(projection.fullName(layer));
                }
            }
        }
        return names;
    }

    private static LoraConfig.Builder names(String... names) {
        return LoraConfig.builder(new Modules.Names(Set.of(names)));
    }

    @Test
    void names_are_full_or_end_after_a_dot() {
        assertThat(adapted(names("q_proj"))).hasSize(3).allMatch(name -> name.endsWith(".self_attn.q_proj"));
        assertThat(adapted(names("self_attn.q_proj"))).hasSize(3);
        assertThat(adapted(names("0.self_attn.q_proj"))).containsExactly("model.layers.0.self_attn.q_proj");
        assertThat(adapted(names("model.layers.1.mlp.up_proj"))).containsExactly("model.layers.1.mlp.up_proj");
        assertThatThrownBy(() -> adapted(names("proj")))
                .hasMessageStartingWith("target_modules [proj] selects nothing");
    }

    @Test
    void an_expression_must_match_the_whole_name() {
        assertThat(adapted(LoraConfig.builder(Modules.of("model\\.layers\\.(0|2)\\..*\\.[qv]_proj"))))
                .containsExactly(
                        "model.layers.0.self_attn.q_proj",
                        "model.layers.0.self_attn.v_proj",
                        "model.layers.2.self_attn.q_proj",
                        "model.layers.2.self_attn.v_proj");
        assertThatThrownBy(() -> adapted(LoraConfig.builder(Modules.of("q_proj"))))
                .hasMessageContaining("nothing");
    }

    @Test
    void what_is_no_linear_layer_of_a_decoder_layer_is_refused() {
        assertThatThrownBy(() -> adapted(names("q_proj", "lm_head")))
                .hasMessageContaining("selects lm_head, but only linear layers");
        assertThatThrownBy(() -> adapted(LoraConfig.builder(Modules.of(".*"))))
                .hasMessageContaining("but only linear layers of the decoder layers can be adapted");
        assertThatThrownBy(() -> adapted(names("mlp"))).hasMessageContaining("model.layers.0.mlp");
    }

    @Test
    void exclusions_and_layers_restrict_names() {
        assertThat(adapted(names("q_proj", "v_proj")
                        .exclude(new Modules.Expression(".*\\.1\\..*"))
                        .layers(Layers.of(0, 1))))
                .containsExactly("model.layers.0.self_attn.q_proj", "model.layers.0.self_attn.v_proj");
        assertThat(adapted(names("v_proj", "model.layers.2.self_attn.q_proj").layers(Layers.of(1))))
                .containsExactly("model.layers.1.self_attn.v_proj", "model.layers.2.self_attn.q_proj");
        assertThat(adapted(names("v_proj").layers(new Layers(List.of(1), List.of("layers")))))
                .hasSize(1);
        assertThatThrownBy(() -> adapted(names("v_proj").layers(new Layers(List.of(1), List.of("blocks")))))
                .hasMessageContaining("selects nothing");
        assertThatThrownBy(() -> LoraConfig.builder(Modules.ALL_LINEAR)
                        .layers(Layers.of(1))
                        .build())
                .hasMessage("layers_to_transform needs names in target_modules, which is all-linear");
    }

    @Test
    void the_first_pattern_that_fits_gives_rank_and_alpha() {
        Map<String, Integer> ranks = new LinkedHashMap<>();
        ranks.put("1.mlp.up_proj", 3);
        ranks.put("(up|down)_proj", 5);
        LoraConfig config = LoraConfig.builder(Modules.ALL_LINEAR)
                .rank(4)
                .alpha(6)
                .scaling(LoraConfig.Scaling.ROOT_OF_RANK)
                .patterns(new Patterns(ranks, Map.of("model.layers.1.mlp.up_proj", 2.0)))
                .build();
        LoraPlan plan = LoraPlan.of(model, config);
        assertThat(plan.at(1, Projection.UP_PROJ)).isEqualTo(new LoraPlan.Shape(3, 2 / Math.sqrt(3)));
        assertThat(plan.at(0, Projection.UP_PROJ)).isEqualTo(new LoraPlan.Shape(5, 6 / Math.sqrt(5)));
        assertThat(plan.at(1, Projection.Q_PROJ)).isEqualTo(new LoraPlan.Shape(4, 3));
    }

    @Test
    void a_rank_above_a_dimension_is_refused_in_a_new_adapter_with_module_rank_and_dimension() {
        LoraConfig wide = names("k_proj").rank(33).build();
        assertThatThrownBy(() -> LoraAdapter.create(model, wide, 1))
                .hasMessage("r of model.layers.0.self_attn.k_proj is 33, but the layer has only 32 outputs:"
                        + " at most 32 makes sense");
    }

    @Test
    void a_stored_adapter_may_have_a_rank_above_a_dimension() throws IOException {
        Path qwen3 = Reference.oracles().resolve("qwen3");
        LoraAdapter wide = LoraAdapter.load(CausalModel.load(qwen3), qwen3.resolve("expected/lora/wide/adapter_init"));
        LowRank pair = Objects.requireNonNull(wide.pair(1, Projection.K_PROJ));
        assertThat(pair.rank()).isEqualTo(12).isGreaterThan(pair.outputs());
    }

    @Test
    void a_name_that_selects_nothing_is_a_mistake_in_a_new_adapter_but_not_in_a_stored_one() throws IOException {
        LoraAdapter.create(model, names("q_proj").build(), 1).save(folder);
        Path file = folder.resolve("adapter_config.json");
        ObjectNode root = (ObjectNode) JsonFiles.read(file);
        root.withArray("target_modules").add("c_attn");
        JsonFiles.write(file, root);
        LoraAdapter loaded = LoraAdapter.load(model, folder);
        assertThat(loaded.parameters()).isEqualTo(3 * 8 * (64 + 64));
        assertThatThrownBy(() -> LoraAdapter.create(model, loaded.config(), 1))
                .hasMessageStartingWith("target_modules names c_attn, but llama-tied has only q_proj, k_proj");
    }

    @Test
    void every_option_survives_writing_and_reading() throws IOException {
        LoraConfig config = names("q_proj", "mlp.up_proj", "v_proj")
                .exclude(new Modules.Names(Set.of("v_proj")))
                .layers(new Layers(List.of(0, 2), List.of("layers")))
                .rank(4)
                .alpha(6.5)
                .dropout(0.25)
                .patterns(new Patterns(Map.of("up_proj", 2), Map.of("q_proj", 3.5)))
                .scaling(LoraConfig.Scaling.ROOT_OF_RANK)
                .variant(LoraConfig.Variant.DORA)
                .start(LoraConfig.Start.GAUSSIAN)
                .build();
        LoraAdapter adapter = LoraAdapter.create(model, config, 1);
        adapter.save(folder);
        LoraAdapter loaded = LoraAdapter.load(model, folder);
        assertThat(loaded.config()).isEqualTo(config);
        assertThat(loaded.hasShapeOf(model, config)).isTrue();
        assertThat(loaded.hasShapeOf(model, names("q_proj").build())).isFalse();
        Matrix before = magnitude(adapter).values();
        assertThat(magnitude(loaded).values().data()).containsExactly(before.data());
    }

    private static Magnitude magnitude(LoraAdapter adapter) {
        LowRank pair = Objects.requireNonNull(adapter.pair(2, Projection.UP_PROJ));
        return Objects.requireNonNull(pair.magnitude());
    }

    @Test
    void a_fresh_decomposed_layer_keeps_the_lengths_of_its_rows() throws IOException {
        LoraConfig config = names("up_proj").variant(LoraConfig.Variant.DORA).build();
        Magnitude magnitude = magnitude(LoraAdapter.create(model, config, 1));
        for (float gain : magnitude.gains()) {
            assertThat(gain).isCloseTo(1, within(1e-6f));
        }
    }

    @Test
    void long_lists_are_written_as_peft_shortens_them() throws IOException {
        LoraAdapter.create(model, LoraConfig.allLinear(2, 2), 1).save(folder);
        JsonNode root = JsonFiles.read(folder.resolve("adapter_config.json"));
        assertThat(root.path("target_modules"))
                .extracting(JsonNode::asText)
                .containsExactly("down_proj", "gate_proj", "k_proj", "o_proj", "q_proj", "up_proj", "v_proj");
    }

    @Test
    void fields_that_would_change_the_adapter_are_refused_by_name() throws IOException {
        LoraAdapter.create(model, names("q_proj").build(), 1).save(folder);
        refuses("modules_to_save", "[\"lm_head\"]", "modules_to_save is not supported");
        refuses("some_future_option", "{\"a\": 1}", "some_future_option is not supported");
        refuses("bias", "\"all\"", "bias must be none, is \"all\"");
        refuses("init_lora_weights", "\"pissa\"", "init_lora_weights must be true, false or one of");
        refuses("task_type", "\"SEQ_CLS\"", "task_type must be CAUSAL_LM, is \"SEQ_CLS\"");
        refuses("use_dora", "1", "use_dora must be true or false, is 1");
        refuses("rank_pattern", "{\"q_proj\": 2.5}", "rank_pattern of q_proj must be a whole number, is 2.5");
        refuses("target_modules", "\"(?(1)a)\"", "cannot be used");
        refuses("target_modules", "[]", "target_modules must not be empty");
    }

    private void refuses(String field, String value, String message) throws IOException {
        Path file = folder.resolve("adapter_config.json");
        ObjectNode root = (ObjectNode) JsonFiles.read(file);
        JsonNode before = root.path(field);
        root.set(field, new com.fasterxml.jackson.databind.json.JsonMapper().readTree(value));
        JsonFiles.write(file, root);
        assertThatThrownBy(() -> LoraAdapter.load(model, folder))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
        if (before.isMissingNode()) {
            root.remove(field);
        } else {
            root.set(field, before);
        }
        JsonFiles.write(file, root);
    }
}
