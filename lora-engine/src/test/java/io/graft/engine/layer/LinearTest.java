package io.graft.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.compute.FrozenWeights;
import io.graft.engine.compute.KernelChoice;
import io.graft.engine.compute.Precision;
import io.graft.engine.compute.Workers;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.RowSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Few rows are multiplied by all threads together, each some of the outputs.
class LinearTest {

    private static final int INPUTS = 400;
    private static final int OUTPUTS = 1001;

    private final KernelChoice choice = KernelChoice.choose(Optional.of("vector"));

    private Linear linear(long seed) {
        return new Linear(
                choice.kernels(),
                choice.format().pack(RowSource.of(FiniteDifferences.random(seed, OUTPUTS, INPUTS)), Precision.FP32),
                FiniteDifferences.random(seed + 1, 1, OUTPUTS).data());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, FrozenWeights.FEW_ROWS, FrozenWeights.FEW_ROWS + 1})
    void sharing_the_outputs_among_threads_changes_no_bit(int rows) {
        Linear linear = linear(1);
        Matrix x = FiniteDifferences.random(3, rows, INPUTS);
        Matrix alone = FiniteDifferences.random(4, rows, OUTPUTS);
        Matrix shared = FiniteDifferences.random(4, rows, OUTPUTS);
        linear.forwardAdd(x, alone, new Workers(1));
        linear.forwardAdd(x, shared, new Workers(3));
        assertThat(shared.data()).containsExactly(alone.data());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, FrozenWeights.FEW_ROWS, FrozenWeights.FEW_ROWS + 1})
    void several_layers_of_one_input_give_what_each_gives_alone(int rows) {
        Linear first = linear(1);
        Linear second = linear(5);
        Matrix x = FiniteDifferences.random(3, rows, INPUTS);
        Matrix[] alone = {Matrix.zeros(rows, OUTPUTS), Matrix.zeros(rows, OUTPUTS)};
        Matrix[] together = {Matrix.zeros(rows, OUTPUTS), Matrix.zeros(rows, OUTPUTS)};
        Workers workers = new Workers(3);
        first.forward(x, alone[0], workers);
        second.forward(x, alone[1], workers);
        Linear.forward(
                List.of(new Linear.Output(first, together[0]), new Linear.Output(second, together[1])), x, workers);
        assertThat(together[0].data()).containsExactly(alone[0].data());
        assertThat(together[1].data()).containsExactly(alone[1].data());
    }
}
