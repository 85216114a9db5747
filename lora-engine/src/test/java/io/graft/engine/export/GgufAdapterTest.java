package io.graft.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.adapter.Patterns;
import io.graft.engine.adapter.Projection;
import io.graft.engine.checkpoint.ElementType;
import io.graft.engine.layer.LowRank;
import io.graft.engine.reference.Reference;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufAdapterTest {

    @TempDir
    Path work;

    @Test
    void every_tensor_has_the_bytes_that_llama_cpp_expects() throws IOException {
        Reference reference = Reference.shared("llama-tied");
        CausalModel model = CausalModel.load(reference.folder());
        LoraAdapter adapter = LoraAdapter.load(model, reference.expected("lora/all_linear/adapter_final"));
        Path file = work.resolve("adapter.gguf");
        GgufAdapter.write(model, adapter, file, ElementType.F32);
        GgufContents gguf = GgufContents.of(file);
        JsonNode expected = reference.json("gguf/adapter.json");
        for (Map.Entry<String, JsonNode> entry : expected.path("metadata").properties()) {
            if (!entry.getKey().equals("general.name")) {
                assertThat(gguf.metadata().get(entry.getKey()))
                        .hasToString(entry.getValue().asText());
            }
        }
        assertThat(gguf.tensors()).hasSize(expected.path("tensors").size());
        for (JsonNode tensor : expected.path("tensors")) {
            String name = tensor.path("name").asText();
            GgufContents.Tensor ours = Objects.requireNonNull(gguf.tensors().get(name), name);
            assertThat(ours.shape()).as(name).containsExactly(Reference.ints(tensor.path("shape_gguf")));
            assertThat(ours.sha256())
                    .as(name)
                    .isEqualTo(tensor.path("sha256_of_data").asText());
        }
    }

    @Test
    void scales_that_llama_cpp_cannot_know_go_into_the_matrices() throws IOException {
        CausalModel model = CausalModel.load(Reference.bundled().folder());
        LoraConfig config = LoraConfig.builder(Modules.of(List.of("v_proj", "down_proj")))
                .rank(4)
                .alpha(6)
                .scaling(LoraConfig.Scaling.ROOT_OF_RANK)
                .patterns(new Patterns(Map.of("down_proj", 9), Map.of("layers.1.mlp.down_proj", 5.0)))
                .build();
        LoraAdapter adapter = LoraAdapter.create(model, config, 1);
        LowRank pair = Objects.requireNonNull(adapter.pair(1, Projection.DOWN_PROJ));
        pair.bTransposed().set(3, 7, 1);
        pair.refresh();
        Path file = work.resolve("adapter.gguf");
        GgufAdapter.write(model, adapter, file, ElementType.F32);
        GgufContents gguf = GgufContents.of(file);
        GgufContents.Tensor b = Objects.requireNonNull(gguf.tensors().get("blk.1.ffn_down.weight.lora_b"));
        assertThat(b.shape()).containsExactly(9, 64);
        float theirScale = (Float) Objects.requireNonNull(gguf.metadata().get("adapter.lora.alpha")) / 9;
        assertThat(b.floats()[7 * 9 + 3] * theirScale).isCloseTo((float) (5 / Math.sqrt(9)), within(1e-6f));
        assertThat(pair.scale()).isEqualTo((float) (5 / Math.sqrt(9)));
    }

    @ParameterizedTest
    @CsvSource({
        "llama,llama,true", "llama3,llama,true", "mistral,llama,true", "granite,granite,true",
        "granitemoehybrid,granite,true", "smollm3,smollm3,true", "qwen2,qwen2,false", "qwen3,qwen3,false",
        "gemma2,gemma2,false", "gemma3_text,gemma3,false", "olmo2,olmo2,false"
    })
    void queries_and_keys_are_reordered_where_llama_cpp_turns_pairs(
            String model, String architecture, boolean reordered) throws IOException {
        GgufNames names = GgufNames.of(CausalModel.load(Reference.oracle(model).folder()));
        assertThat(names.architecture()).isEqualTo(architecture);
        for (Projection projection : List.of(Projection.Q_PROJ, Projection.K_PROJ)) {
            GgufNames.Part part = names.parts(0, projection, 16).getFirst();
            assertThat(part.headSize())
                    .as("%s", projection)
                    .isEqualTo(reordered ? names.config().headSize() : 0);
        }
    }

    @Test
    void halves_become_pairs_within_every_head() {
        GgufNames.Part part = new GgufNames.Part("blk.0.attn_q", 0, 16, 8);
        assertThat(java.util.stream.IntStream.range(0, 16).map(part::source))
                .containsExactly(0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15);
    }

    @Test
    void sixteen_bits_are_enough_where_asked_for() throws IOException {
        CausalModel model = CausalModel.load(Reference.bundled().folder());
        LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.of(3, 6, 0, List.of("q_proj")), 1);
        Path file = work.resolve("adapter.gguf");
        GgufAdapter.write(model, adapter, file, ElementType.F16);
        GgufContents gguf = GgufContents.of(file);
        GgufContents.Tensor a = Objects.requireNonNull(gguf.tensors().get("blk.2.attn_q.weight.lora_a"));
        assertThat(a.type()).isEqualTo(1);
        assertThat(a.bytes()).hasSize(3 * 64 * 2);
        assertThat(gguf.metadata()).containsEntry("general.file_type", 1);
    }

    @Test
    void what_llama_cpp_lacks_is_refused() throws IOException {
        CausalModel model = CausalModel.load(Reference.bundled().folder());
        LoraConfig dora = LoraConfig.builder(Modules.ALL_LINEAR)
                .variant(LoraConfig.Variant.DORA)
                .build();
        LoraAdapter adapter = LoraAdapter.create(model, dora, 1);
        assertThatThrownBy(() -> GgufAdapter.write(model, adapter, work.resolve("a.gguf"), ElementType.F32))
                .hasMessageStartingWith("use_dora: llama.cpp has no DoRA");
        CausalModel vault = CausalModel.load(Reference.shared("vaultgemma").folder());
        LoraAdapter other = LoraAdapter.create(vault, LoraConfig.allLinear(2, 2), 1);
        assertThatThrownBy(() -> GgufAdapter.write(vault, other, work.resolve("a.gguf"), ElementType.F32))
                .hasMessageStartingWith("model_type vaultgemma has no known form in llama.cpp");
    }
}
