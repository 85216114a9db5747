package io.graft.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.checkpoint.ElementType;
import io.graft.engine.checkpoint.JsonFiles;
import io.graft.engine.checkpoint.MalformedFileException;
import io.graft.engine.checkpoint.OutputTensor;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.checkpoint.SafetensorsWriter;
import io.graft.engine.reference.Reference;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CausalModelTest {

    @TempDir
    Path folder;

    @BeforeEach
    void copyModel() throws IOException {
        Path source = Reference.bundled().folder();
        for (String file : new String[] {"config.json", "generation_config.json", "model.safetensors"}) {
            Files.copy(source.resolve(file), folder.resolve(file));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model_type|\"mamba\"|model_type must be one of gemma2, gemma3_text, granite, granitemoehybrid, llama, mistral, olmo2, phi3, qwen2, qwen3, smollm3, vaultgemma, is mamba",
                "hidden_size|0|hidden_size must be a whole number from 1, is 0",
                "hidden_size|\"x\"|hidden_size must be a whole number from 1, is \"x\"",
                "rms_norm_eps|-1|rms_norm_eps must be a number greater than 0, is -1",
                "num_key_value_heads|3|num_attention_heads must be a multiple of num_key_value_heads, is 4 with 3",
                "hidden_act|\"gelu\"|hidden_act must be silu or gelu_pytorch_tanh, is \"gelu\"",
                "rope_scaling|{\"rope_type\":\"mrope\"}|rope_type must be default, linear, llama3, yarn, dynamic or longrope, is mrope",
            })
    void a_configuration_that_is_wrong_or_not_supported_is_refused(String field, String value, String problem)
            throws IOException {
        Path file = folder.resolve("config.json");
        ObjectNode config = (ObjectNode) JsonFiles.read(file);
        config.set(field, new com.fasterxml.jackson.databind.json.JsonMapper().readTree(value));
        JsonFiles.write(file, config);
        assertThatThrownBy(() -> CausalModel.load(folder))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(file + ": " + problem);
    }

    @Test
    void weights_that_do_not_fit_the_configuration_are_refused_by_tensor() throws IOException {
        Path file = folder.resolve("config.json");
        JsonFiles.write(file, ((ObjectNode) JsonFiles.read(file)).put("intermediate_size", 100));
        assertThatThrownBy(() -> CausalModel.load(folder))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("model.safetensors: tensor model.layers.0.mlp.")
                .hasMessageContaining("must have shape [");
    }

    @Test
    void a_folder_without_weights_is_refused() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        assertThatThrownBy(() -> CausalModel.load(folder))
                .hasMessage(folder + ": holds neither model.safetensors nor model.safetensors.index.json");
    }

    @Test
    void a_session_gives_the_same_logits_piece_by_piece_and_after_going_back() throws IOException {
        CausalModel model = CausalModel.load(folder);
        int[] ids = new java.util.Random(1).ints(300, 0, 592).toArray();
        float[] whole = model.session(Adapter.NONE).append(ids);
        Session session = model.session(Adapter.NONE);
        session.append(java.util.Arrays.copyOf(ids, 290));
        session.append(1, 2, 3, 4);
        session.truncate(290);
        float[] logits = {};
        for (int i = 290; i < 300; i++) {
            logits = session.append(ids[i]);
        }
        assertThat(session.length()).isEqualTo(300);
        assertThat(logits).containsExactly(whole, Offset.offset(1e-4f));
    }

    @Test
    void a_tied_output_layer_with_other_weights_in_the_checkpoint_keeps_them() throws IOException {
        float[] tied = CausalModel.load(folder).session(Adapter.NONE).append(5, 6);
        writeHead(1f);
        assertThat(CausalModel.load(folder).session(Adapter.NONE).append(5, 6)).containsExactly(tied);
        writeHead(2f);
        float[] own = CausalModel.load(folder).session(Adapter.NONE).append(5, 6);
        assertThat(own[0]).isEqualTo(2 * tied[0], Offset.offset(1e-4f));
    }

    /// Adds an output layer of `factor` times the embedding's weights to the checkpoint.
    private void writeHead(float factor) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Map<String, OutputTensor> tensors = new TreeMap<>();
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            for (String name : reader.names()) {
                List<Long> shape = reader.shape(name);
                float[] values = reader.read(
                        name, shape.stream().mapToLong(Long::longValue).toArray());
                Matrix row = Matrix.of(values, 1, values.length);
                tensors.put(name, new OutputTensor(ElementType.F32, shape, RowSource.of(row)));
            }
        }
        OutputTensor table = Objects.requireNonNull(tensors.get("model.embed_tokens.weight"));
        float[] values = new float[table.values().columns()];
        table.values().copy(0, values, 0);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        RowSource head = RowSource.of(Matrix.of(values, 1, values.length));
        tensors.put("lm_head.weight", new OutputTensor(ElementType.F32, table.shape(), head));
        SafetensorsWriter.of(tensors, Map.of()).write(file);
    }

    @Test
    void the_digest_is_that_of_the_weights() throws IOException {
        assertThat(CausalModel.load(folder).digest())
                .isEqualTo(CausalModel.load(Reference.bundled().folder()).digest())
                .matches("[0-9a-f]{64}");
    }
}
