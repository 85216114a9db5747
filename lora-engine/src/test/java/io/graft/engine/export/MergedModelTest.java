package io.graft.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.WrongBaseModelException;
import io.graft.engine.checkpoint.ElementType;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.checkpoint.WeightFiles;
import io.graft.engine.reference.Reference;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergedModelTest {

    private static final float TOLERANCE = 3e-4f;

    @TempDir
    Path work;

    @ParameterizedTest
    @CsvSource({
        "llama-tied,all_linear",
        "llama-tied,qkvo_rslora",
        "llama-tied,qkvo_dora",
        "qwen2,qkvo_dora",
        "qwen2,all_linear",
        "gemma2,all_linear",
        "vaultgemma,all_linear",
        "phi3,all_linear"
    })
    void a_merged_folder_and_a_model_merged_in_memory_compute_what_peft_computes_after_its_merge(
            String model, String run) throws IOException {
        checkMerge(Reference.shared(model), run);
    }

    private void checkMerge(Reference reference, String run) throws IOException {
        CausalModel model = CausalModel.load(reference.folder());
        LoraAdapter adapter =
                LoraAdapter.load(model, reference.expected("lora").resolve(run).resolve("adapter_final"));
        Path folder = work.resolve("merged");
        MergedModel.write(model, adapter, folder, ExportOptions.DEFAULT);
        int[] ids =
                Reference.sequences(reference.json("logits.json"), "input_ids").get(1);
        Matrix unmerged = model.session(adapter).appendAll(ids);
        Matrix written = CausalModel.load(folder).session(Adapter.NONE).appendAll(ids);
        Matrix inMemory = model.merged(adapter).session(Adapter.NONE).appendAll(ids);
        assertThat(written.data()).containsExactly(unmerged.data(), Offset.offset(TOLERANCE));
        assertThat(inMemory.data()).containsExactly(written.data());
        try (SafetensorsReader expected =
                SafetensorsReader.open(reference.expected("lora/" + run + "/logits.safetensors"))) {
            float[] right = expected.read("merged.1", unmerged.rows(), unmerged.columns());
            assertThat(written.data()).containsExactly(right, Offset.offset(TOLERANCE));
        }
    }

    @Test
    void merging_leaves_the_model_as_it_was() throws IOException {
        CausalModel model = CausalModel.load(Reference.bundled().folder());
        float[] before = model.session(Adapter.NONE).append(5, 6, 7);
        CausalModel merged = model.merged(trained(model));
        assertThat(merged.session(Adapter.NONE).append(5, 6, 7)).isNotEqualTo(before);
        assertThat(model.session(Adapter.NONE).append(5, 6, 7)).containsExactly(before);
        assertThat(merged.digest()).isNotEqualTo(model.digest());
        assertThatThrownBy(() -> merged.merged(trained(model))).isInstanceOf(WrongBaseModelException.class);
    }

    private static LoraAdapter trained(CausalModel model) throws IOException {
        return LoraAdapter.load(model, Reference.bundled().expected("lora/qkvo/adapter_final"));
    }

    @Test
    void tensors_that_no_pair_changes_keep_their_bits_and_the_tokenizer_comes_along() throws IOException {
        Reference reference = Reference.bundled();
        CausalModel model = CausalModel.load(reference.folder());
        Path folder = work.resolve("merged");
        MergedModel.write(model, trained(model), folder, ExportOptions.DEFAULT);
        try (WeightFiles before = WeightFiles.open(reference.folder());
                WeightFiles after = WeightFiles.open(folder)) {
            assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
            String untouched = "model.layers.0.mlp.up_proj.weight";
            assertThat(after.read(untouched, 176, 64)).containsExactly(before.read(untouched, 176, 64));
            String changed = "model.layers.0.self_attn.q_proj.weight";
            assertThat(after.read(changed, 64, 64)).isNotEqualTo(before.read(changed, 64, 64));
        }
        assertThat(folder.resolve("tokenizer.json"))
                .hasSameBinaryContentAs(reference.folder().resolve("tokenizer.json"));
        assertThat(JsonFiles.read(folder.resolve("config.json")))
                .isEqualTo(JsonFiles.read(reference.folder().resolve("config.json")));
    }

    @Test
    void large_models_are_written_in_shards_with_an_index() throws IOException {
        CausalModel model = CausalModel.load(Reference.bundled().folder());
        Path folder = work.resolve("merged");
        MergedModel.write(model, trained(model), folder, new ExportOptions(ExportOptions.Precision.STORED, 200_000));
        JsonNode index = JsonFiles.read(folder.resolve("model.safetensors.index.json"));
        String shard = index.path("weight_map").path("model.norm.weight").asText();
        assertThat(shard).matches("model-0000\\d-of-0000\\d.safetensors");
        assertThat(Files.size(folder.resolve(shard))).isLessThan(210_000);
        long bytes = 0;
        try (WeightFiles files = WeightFiles.open(folder)) {
            for (String name : files.names()) {
                bytes += 4 * files.shape(name).stream().reduce(1L, Math::multiplyExact);
            }
        }
        assertThat(index.path("metadata").path("total_size").asLong()).isEqualTo(bytes);
        float[] expected = model.merged(trained(model)).session(Adapter.NONE).append(9, 10);
        assertThat(CausalModel.load(folder).session(Adapter.NONE).append(9, 10)).containsExactly(expected);
    }

    @Test
    void weights_keep_their_precision_or_become_32_bit_floats() throws IOException {
        Reference reference = Reference.shared("llama3");
        CausalModel model = CausalModel.load(reference.folder());
        LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.allLinear(2, 4), 1);
        MergedModel.write(model, adapter, work.resolve("stored"), ExportOptions.DEFAULT);
        MergedModel.write(
                model,
                adapter,
                work.resolve("wide"),
                new ExportOptions(ExportOptions.Precision.FLOAT32, ExportOptions.DEFAULT_SHARD_BYTES));
        String name = "model.layers.0.self_attn.q_proj.weight";
        try (WeightFiles stored = WeightFiles.open(work.resolve("stored"));
                WeightFiles wide = WeightFiles.open(work.resolve("wide"))) {
            assertThat(stored.type(name)).isEqualTo(ElementType.BF16);
            assertThat(wide.type(name)).isEqualTo(ElementType.F32);
            assertThat(stored.read(name, 64, 64)).containsExactly(wide.read(name, 64, 64));
        }
        JsonNode config = JsonFiles.read(work.resolve("wide").resolve("config.json"));
        assertThat(config.path("dtype").asText() + config.path("torch_dtype").asText())
                .isEqualTo("float32");
    }

    @Test
    void what_is_there_is_not_overwritten_and_a_failure_leaves_nothing() throws IOException {
        CausalModel model = CausalModel.load(Reference.bundled().folder());
        Path folder = work.resolve("merged");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> MergedModel.write(model, trained(model), folder, ExportOptions.DEFAULT))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("must be new or an empty folder");
        assertThat(work).isDirectoryNotContaining("glob:**.partial");
    }
}
