package io.graft.engine.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.checkpoint.SafetensorsWriter;
import io.graft.engine.layer.LowRank;
import io.graft.engine.reference.Reference;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraAdapterTest {

    @TempDir
    Path folder;

    private final CausalModel model;

    LoraAdapterTest() throws IOException {
        model = CausalModel.load(Reference.bundled().folder());
    }

    @Test
    void an_adapter_starts_as_peft_starts_it() throws IOException {
        LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.allLinear(8, 16), 1);
        LowRank pair = Objects.requireNonNull(adapter.pair(1, Projection.DOWN_PROJ));
        float bound = (float) (1 / Math.sqrt(176));
        double squares = 0;
        for (float value : pair.a().data()) {
            assertThat(value).isBetween(-bound, bound);
            squares += value * value;
        }
        assertThat(Math.sqrt(squares / pair.a().data().length))
                .isBetween(0.9 * bound / 1.7320508, 1.1 * bound / 1.7320508);
        assertThat(pair.b().data()).containsOnly(0);
        assertThat(adapter.parameters()).isEqualTo(28032);
    }

    @Test
    void the_same_seed_gives_the_same_adapter_and_another_seed_another() throws IOException {
        LoraConfig config = LoraConfig.of(4, 8, 0, List.of("q_proj"));
        float[] first = a(LoraAdapter.create(model, config, 1));
        assertThat(a(LoraAdapter.create(model, config, 1))).containsExactly(first);
        assertThat(a(LoraAdapter.create(model, config, 2))).isNotEqualTo(first);
    }

    private static float[] a(LoraAdapter adapter) {
        return Objects.requireNonNull(adapter.pair(0, Projection.Q_PROJ)).a().data();
    }

    @Test
    void a_saved_adapter_is_loaded_again() throws IOException {
        LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.of(4, 12, 0.25, List.of("v_proj", "up_proj")), 3);
        adapter.save(folder);
        LoraAdapter loaded = LoraAdapter.load(model, folder);
        assertThat(loaded.config()).isEqualTo(adapter.config());
        LowRank before = Objects.requireNonNull(adapter.pair(2, Projection.UP_PROJ));
        LowRank after = Objects.requireNonNull(loaded.pair(2, Projection.UP_PROJ));
        assertThat(after.a().data()).containsExactly(before.a().data());
        assertThat(loaded.pair(2, Projection.Q_PROJ)).isNull();
    }

    @Test
    void the_configuration_file_equals_that_of_peft() throws IOException {
        LoraAdapter.create(model, LoraConfig.of(8, 16, 0, List.of("q_proj", "k_proj", "v_proj", "o_proj")), 3)
                .save(folder);
        Path peft = Reference.bundled().expected("lora/qkvo/adapter_init/adapter_config.json");
        assertThat(JsonFiles.read(folder.resolve("adapter_config.json"))).isEqualTo(JsonFiles.read(peft));
    }

    @Test
    void a_target_that_the_model_lacks_is_refused_with_those_it_has() {
        LoraConfig config = LoraConfig.of(8, 16, 0, List.of("qkv_proj", "o_proj"));
        assertThatThrownBy(() -> LoraAdapter.create(model, config, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("target_modules names qkv_proj, but " + model.name()
                        + " has only q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj");
    }

    @Test
    void all_linear_means_all_that_the_model_has() throws IOException {
        LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.allLinear(8, 16), 1);
        for (Projection projection : model.projections()) {
            assertThat(adapter.pair(2, projection)).as("%s", projection).isNotNull();
        }
    }

    @Test
    void configurations_that_cannot_work_are_refused() {
        assertThatThrownBy(() -> LoraConfig.allLinear(0, 16)).hasMessage("r must be at least 1, is 0");
        assertThatThrownBy(() -> LoraConfig.allLinear(8, -1)).hasMessage("lora_alpha must be greater than 0, is -1.0");
        assertThatThrownBy(() -> LoraConfig.of(8, 16, 1, List.of("all-linear")))
                .hasMessage("lora_dropout must be at least 0 and less than 1, is 1.0");
        assertThatThrownBy(() -> LoraConfig.of(8, 16, 0, List.of())).hasMessage("target_modules must not be empty");
    }

    @Test
    void an_adapter_of_other_base_weights_is_refused() throws IOException {
        LoraAdapter.create(model, LoraConfig.allLinear(2, 2), 1).save(folder);
        Path weights = folder.resolve(PeftFolder.WEIGHTS);
        rewrite(weights, Map.of("graft.base_model_sha256", "0".repeat(64)), "nothing");
        assertThatThrownBy(() -> LoraAdapter.load(model, folder))
                .isInstanceOf(WrongBaseModelException.class)
                .hasMessageContaining("0".repeat(64))
                .hasMessageContaining(model.digest());
    }

    @Test
    void an_adapter_that_lacks_a_tensor_is_refused() throws IOException {
        LoraAdapter.create(model, LoraConfig.allLinear(2, 2), 1).save(folder);
        String missing = "base_model.model.model.layers.1.mlp.up_proj.lora_B.weight";
        rewrite(folder.resolve(PeftFolder.WEIGHTS), Map.of(), missing);
        assertThatThrownBy(() -> LoraAdapter.load(model, folder))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(folder.resolve(PeftFolder.WEIGHTS) + ": tensor " + missing + ": is missing");
    }

    @Test
    void an_adapter_of_another_rank_than_its_configuration_is_refused() throws IOException {
        LoraAdapter.create(model, LoraConfig.allLinear(2, 2), 1).save(folder);
        edit("r", 3);
        assertThatThrownBy(() -> LoraAdapter.load(model, folder))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("must have shape [3, 64], has [2, 64]");
    }

    @Test
    void what_the_engine_cannot_do_is_refused_by_name() throws IOException {
        LoraAdapter.create(model, LoraConfig.allLinear(2, 2), 1).save(folder);
        Path config = folder.resolve(PeftFolder.CONFIG);
        JsonFiles.write(config, ((ObjectNode) JsonFiles.read(config)).put("use_qalora", true));
        assertThatThrownBy(() -> LoraAdapter.load(model, folder))
                .hasMessage(config + ": use_qalora is not supported: must be null, false or empty, is true");
    }

    @Test
    void tensors_that_belong_to_no_target_are_refused() throws IOException {
        LoraAdapter.create(model, LoraConfig.of(2, 2, 0, List.of("q_proj", "k_proj")), 1)
                .save(folder);
        Path config = folder.resolve(PeftFolder.CONFIG);
        ObjectNode root = (ObjectNode) JsonFiles.read(config);
        root.putArray("target_modules").add("q_proj");
        JsonFiles.write(config, root);
        assertThatThrownBy(() -> LoraAdapter.load(model, folder))
                .hasMessageContaining("holds tensors that target_modules does not name")
                .hasMessageContaining("layers.0.self_attn.k_proj.lora_A.weight");
    }

    private void edit(String field, int value) throws IOException {
        Path config = folder.resolve(PeftFolder.CONFIG);
        JsonFiles.write(config, ((ObjectNode) JsonFiles.read(config)).put(field, value));
    }

    /// Writes the file again with other metadata and without one tensor.
    private static void rewrite(Path file, Map<String, String> metadata, String without) throws IOException {
        Map<String, Matrix> tensors = new java.util.HashMap<>();
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            for (String name : reader.names()) {
                if (!name.equals(without)) {
                    List<Long> shape = reader.shape(name);
                    float[] values = reader.read(name, shape.get(0), shape.get(1));
                    tensors.put(
                            name,
                            Matrix.of(
                                    values,
                                    shape.get(0).intValue(),
                                    shape.get(1).intValue()));
                }
            }
        }
        Files.delete(file);
        new SafetensorsWriter(tensors, metadata).write(file);
    }
}
