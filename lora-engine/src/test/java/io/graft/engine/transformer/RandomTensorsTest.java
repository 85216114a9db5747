package io.graft.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.compute.Compute;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RandomTensorsTest {

    private static final String CONFIG = """
            {"model_type": "llama", "vocab_size": 50, "hidden_size": 32, "num_hidden_layers": 2,
             "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 48,
             "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": true}
            """;

    @Test
    void the_same_seed_and_name_give_the_same_numbers_in_any_order() {
        RandomTensors tensors = new RandomTensors(7);
        float[] first = tensors.read("a.weight", 3, 5);
        float[] other = tensors.read("b.weight", 3, 5);

        assertThat(new RandomTensors(7).read("b.weight", 3, 5)).containsExactly(other);
        assertThat(tensors.read("a.weight", 3, 5)).containsExactly(first);
        assertThat(first).isNotEqualTo(other);
    }

    @Test
    void norms_are_one_and_biases_zero() {
        assertThat(new RandomTensors(7).read("model.norm.weight", 3)).containsOnly(1);
        assertThat(new RandomTensors(7).read("q_proj.bias", 3)).containsOnly(0);
    }

    @Test
    void a_shape_becomes_a_model_without_files() throws IOException {
        CausalModel model = random(7);

        assertThat(model.session(Adapter.NONE).append(1, 2, 3))
                .containsExactly(random(7).session(Adapter.NONE).append(1, 2, 3));
        assertThat(model.name()).isEqualTo("tiny");
        assertThat(model.digest()).isNotEqualTo(random(8).digest());
        assertThatThrownBy(model::folder).hasMessageContaining("tiny has random weights and no folder");
    }

    private static CausalModel random(long seed) throws IOException {
        JsonNode config = new JsonMapper().readTree(CONFIG);
        return CausalModel.random("tiny", ModelConfig.of("tiny", config), seed, Compute.shared());
    }
}
