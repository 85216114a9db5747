package io.graft.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.checkpoint.SafetensorsReader;
import io.graft.engine.kernel.Compute;
import io.graft.engine.kernel.KernelChoice;
import io.graft.engine.kernel.Workers;
import io.graft.engine.reference.Reference;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceModelTest {

    private static final float LOGITS = 3e-4f;
    private static final float HIDDEN_STATES = 2e-4f;

    static Stream<Compute> computes() {
        return Stream.of("scalar", "vector")
                .map(name -> new Compute(KernelChoice.choose(Optional.of(name)), new Workers(2)));
    }

    @ParameterizedTest
    @MethodSource("computes")
    void logits_equal_those_of_transformers(Compute compute) throws IOException {
        checkLogits(Reference.bundled(), compute);
    }

    @ParameterizedTest
    @MethodSource("io.graft.engine.reference.Reference#models")
    void logits_of_every_architecture_equal_those_of_transformers(String model) throws IOException {
        checkLogits(Reference.shared(model), Compute.shared());
    }

    private static void checkLogits(Reference reference, Compute compute) throws IOException {
        CausalModel model = CausalModel.load(reference.folder(), compute);
        List<int[]> sequences = Reference.sequences(reference.json("logits.json"), "input_ids");
        try (SafetensorsReader expected = SafetensorsReader.open(reference.expected("logits.safetensors"))) {
            for (int i = 0; i < sequences.size(); i++) {
                Matrix logits = model.session(Adapter.NONE).appendAll(sequences.get(i));
                float[] right = expected.read("logits." + i, logits.rows(), logits.columns());
                assertThat(logits.data()).containsExactly(right, Offset.offset(LOGITS));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("computes")
    void hidden_states_equal_those_of_transformers(Compute compute) throws IOException {
        checkHiddenStates(Reference.bundled(), compute);
    }

    @ParameterizedTest
    @MethodSource("io.graft.engine.reference.Reference#models")
    void hidden_states_of_every_architecture_equal_those_of_transformers(String model) throws IOException {
        checkHiddenStates(Reference.shared(model), Compute.shared());
    }

    private static void checkHiddenStates(Reference reference, Compute compute) throws IOException {
        CausalModel model = CausalModel.load(reference.folder(), compute);
        List<int[]> sequences = Reference.sequences(reference.json("logits.json"), "input_ids");
        try (SafetensorsReader expected = SafetensorsReader.open(reference.expected("logits.safetensors"))) {
            for (int i = 0; i < sequences.size(); i++) {
                List<Matrix> states = model.hiddenStates(sequences.get(i), Adapter.NONE);
                assertThat(states).hasSize(model.layers() + 1);
                for (int k = 0; k < states.size(); k++) {
                    Matrix state = states.get(k);
                    String name = "hidden_states." + k + "." + i;
                    float[] right = expected.read(name, state.rows(), state.columns());
                    assertThat(state.data()).as(name).containsExactly(right, Offset.offset(HIDDEN_STATES));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("computes")
    void loss_equals_that_of_transformers(Compute compute) throws IOException {
        checkLoss(Reference.bundled(), compute);
    }

    @ParameterizedTest
    @MethodSource("io.graft.engine.reference.Reference#models")
    void loss_of_every_architecture_equals_that_of_transformers(String model) throws IOException {
        checkLoss(Reference.shared(model), Compute.shared());
    }

    private static void checkLoss(Reference reference, Compute compute) throws IOException {
        CausalModel model = CausalModel.load(reference.folder(), compute);
        JsonNode expected = reference.json("loss.json");
        TokenBatch batch =
                TokenBatch.of(Reference.sequences(expected, "input_ids"), Reference.sequences(expected, "labels"));
        TrainingPass pass = new TrainingPass(model, Adapter.NONE, new TrainingPass.Limits(batch.tokens(), 64), 0);
        BatchLoss loss = pass.forward(batch);
        assertThat(loss.tokens()).isEqualTo(expected.path("num_label_tokens").asLong());
        assertThat(loss.mean()).isCloseTo(expected.path("loss").asDouble(), within(2e-5));
    }
}
