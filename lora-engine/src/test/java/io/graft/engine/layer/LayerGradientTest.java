package io.graft.engine.layer;

import static io.graft.engine.layer.FiniteDifferences.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.compute.FrozenWeights;
import io.graft.engine.compute.KernelChoice;
import io.graft.engine.compute.Precision;
import io.graft.engine.compute.Workers;
import io.graft.engine.kernel.Activation;
import io.graft.engine.kernel.DropoutMask;
import io.graft.engine.kernel.Kernels;
import io.graft.engine.kernel.NormGradient;
import io.graft.engine.kernel.NormWeight;
import io.graft.engine.kernel.Rotation;
import io.graft.engine.kernel.SoftCap;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.tensor.Panels;
import io.graft.engine.tensor.RowSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every layer's backward pass against finite differences of its forward pass.
class LayerGradientTest {

    static Stream<Kernels> kernels() {
        return Stream.of("scalar", "vector")
                .map(name -> KernelChoice.choose(Optional.of(name)).kernels());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void linear(Kernels kernels) {
        FrozenWeights weights = KernelChoice.choose(Optional.of(kernels.name()))
                .format()
                .pack(RowSource.of(random(1, 7, 5)), Precision.FP32);
        Linear linear = new Linear(kernels, weights, new float[] {1, 2, 3, 4, 5, 6, 7});
        Matrix x = random(2, 6, 5);
        Matrix y = Matrix.zeros(6, 7);
        Matrix dy = random(3, 6, 7);
        Matrix dx = Matrix.zeros(6, 5);
        linear.backward(dy, dx);
        Workers one = new Workers(1);
        FiniteDifferences differences = new FiniteDifferences(dy, () -> {
            linear.forward(x, y, one);
            return y;
        });
        differences.check("x", x, dx);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void low_rank_pair(Kernels kernels) {
        Matrix a = random(1, 3, 5);
        Matrix bTransposed = random(2, 3, 7);
        LowRank pair = new LowRank(kernels, 0.5f, a, bTransposed);
        Matrix x = random(3, 6, 5);
        Matrix y = Matrix.zeros(6, 7);
        Matrix z = Matrix.zeros(6, 3);
        Matrix dy = random(4, 6, 7);
        Matrix dz = Matrix.zeros(6, 3);
        Matrix dx = Matrix.zeros(6, 5);
        LowRank.Gradient gradient = new LowRank.Gradient(Matrix.zeros(3, 5), Matrix.zeros(3, 7));
        pair.forward(x, z, y);
        pair.backward(dy, dz);
        pair.backwardInput(dz, dx);
        LowRank.addGradient(kernels, dz, x, gradient.a());
        LowRank.addGradient(kernels, z, dy, gradient.bTransposed());
        FiniteDifferences differences = new FiniteDifferences(dy, () -> {
            pair.refresh();
            y.clear();
            pair.forward(x, Matrix.zeros(6, 3), y);
            return y;
        });
        differences.check("x", x, dx);
        differences.check("a", a, gradient.a());
        differences.check("b", bTransposed, gradient.bTransposed());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void dropout(Kernels kernels) {
        DropoutMask mask = new DropoutMask(DropoutMask.key(5, 6), 2, 0.4f);
        Matrix x = random(1, 4, 9);
        Matrix y = Matrix.zeros(4, 9);
        Matrix dy = random(2, 4, 9);
        Matrix dx = Matrix.zeros(4, 9);
        kernels.dropoutBackward(dy, mask, dx);
        FiniteDifferences differences = new FiniteDifferences(dy, () -> {
            kernels.dropout(x, mask, y);
            return y;
        });
        differences.check("x", x, dx);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void norm(Kernels kernels) {
        NormWeight weight = new NormWeight(random(1, 1, 9).data(), 1e-3f);
        Matrix x = random(2, 4, 9);
        Matrix y = Matrix.zeros(4, 9);
        Matrix inverse = Matrix.zeros(4, 1);
        Matrix dy = random(3, 4, 9);
        Matrix dx = Matrix.zeros(4, 9);
        kernels.rmsNorm(x, weight, y, inverse);
        kernels.rmsNormBackward(new NormGradient(dy, x, inverse), weight, dx);
        FiniteDifferences differences = new FiniteDifferences(dy, () -> {
            kernels.rmsNorm(x, weight, y, Matrix.zeros(4, 1));
            return y;
        });
        differences.check("x", x, dx);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void norm_of_every_head_in_place(Kernels kernels) {
        NormWeight weight = new NormWeight(random(1, 1, 5).data(), 1e-3f);
        Matrix x = random(2, 4, 15);
        Matrix y = Matrix.zeros(4, 15);
        Matrix inverse = Matrix.zeros(4, 3);
        Matrix dy = random(3, 4, 15);
        Matrix gradient = random(3, 4, 15);
        kernels.rmsNorm(x, weight, y, inverse);
        kernels.rmsNormBackwardInPlace(new NormGradient(gradient, x, inverse), weight);
        FiniteDifferences differences = new FiniteDifferences(dy, () -> {
            y.clear();
            kernels.rmsNormAdd(x, weight, y, Matrix.zeros(4, 3));
            return y;
        });
        differences.check("x", x, gradient);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void soft_cap(Kernels kernels) {
        SoftCap cap = new SoftCap(1.5f, 0.7f);
        Matrix x = random(1, 3, 19);
        Matrix y = Matrix.zeros(3, 19);
        Matrix dy = random(2, 3, 19);
        Matrix dx = Matrix.zeros(3, 19);
        y.copyFrom(x);
        kernels.softCap(y, cap, dx);
        kernels.multiplyElements(dy, dx);
        kernels.scale(dx, 0.7f);
        FiniteDifferences differences = new FiniteDifferences(dy, () -> {
            y.copyFrom(x);
            kernels.softCap(y, cap);
            return y;
        });
        differences.check("x", x, dx);
    }

    static Stream<Arguments> gates() {
        return kernels().flatMap(kernels -> Stream.of(Activation.values()).map(a -> Arguments.of(kernels, a)));
    }

    @ParameterizedTest
    @MethodSource("gates")
    void gate(Kernels kernels, Activation activation) {
        Matrix gate = random(1, 3, 9);
        Matrix up = random(2, 3, 9);
        Matrix out = Matrix.zeros(3, 9);
        Matrix dOut = random(3, 3, 9);
        Matrix dGate = random(1, 3, 9);
        Matrix dUp = random(2, 3, 9);
        Matrix scratch = random(3, 3, 9);
        kernels.gateBackward(activation, dGate, dUp, scratch);
        FiniteDifferences differences = new FiniteDifferences(dOut, () -> {
            kernels.gate(activation, gate, up, out);
            return out;
        });
        differences.check("gate", gate, dGate);
        differences.check("up", up, dUp);
        out.clear();
        kernels.gate(activation, gate, up, out);
        assertThat(scratch.data()).containsExactly(out.data(), Offset.offset(1e-6f));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void rotary(Kernels kernels) {
        Rotary rotary = new Rotary(6, new float[] {1f, 0.3f, 0.01f}, 1f);
        Rotation rotation = rotary.at(new int[] {0, 1, 200}, 0);
        Matrix x = random(1, 3, 12);
        Matrix dy = random(2, 3, 12);
        Matrix dx = random(2, 3, 12);
        kernels.rotate(dx, rotation.inverse());
        Matrix y = Matrix.zeros(3, 12);
        FiniteDifferences differences = new FiniteDifferences(dy, () -> {
            y.copyFrom(x);
            kernels.rotate(y, rotation);
            return y;
        });
        differences.check("x", x, dx);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void cross_entropy(Kernels kernels) {
        CrossEntropy loss = new CrossEntropy(kernels);
        Matrix logits = random(1, 1, 11);
        Matrix gradient = random(1, 1, 11);
        loss.forward(gradient, 0, 4);
        loss.backward(gradient, 0, 4, 0.5f);
        Matrix weight = Matrix.of(new float[] {0.5f}, 1, 1);
        FiniteDifferences differences = new FiniteDifferences(weight, () -> {
            Matrix copy = Matrix.zeros(1, 11);
            copy.copyFrom(logits);
            return Matrix.of(new float[] {loss.forward(copy, 0, 4)}, 1, 1);
        });
        differences.check("logits", logits, gradient);
    }

    /// Longer than a tile; with and without a window, which begins inside a tile, and a soft cap.
    static Stream<Arguments> attentions() {
        AttentionShape plain = AttentionShape.plain(4, 2, 2);
        AttentionShape windowed = new AttentionShape(4, 2, 2, 0.5f, 5, null);
        AttentionShape capped = new AttentionShape(4, 2, 2, 0.9f, 40, 1.2f);
        return kernels().flatMap(kernels -> Stream.of(plain, windowed, capped).map(s -> Arguments.of(kernels, s)));
    }

    @ParameterizedTest
    @MethodSource("attentions")
    void attention_of_two_sequences_longer_than_a_tile(Kernels kernels, AttentionShape shape) {
        int first = 75;
        int second = 3;
        int tokens = first + second;
        Attention attention = new Attention(kernels, shape);
        Attention.State state = attentionState(tokens);
        List<Segment> segments = List.of(new Segment(0, first, 0, first), new Segment(first, second, first, second));
        Matrix dOut = random(4, tokens, 8);
        Attention.Gradients gradients = new Attention.Gradients(
                dOut,
                Matrix.zeros(tokens, 8),
                Matrix.zeros(tokens, 4),
                Matrix.zeros(tokens, 4),
                Matrix.zeros(tokens, 8),
                Matrix.zeros(tokens, 8));
        AttentionScratch scratch = AttentionScratch.forTraining(kernels, shape, first);
        forward(attention, state, segments, scratch);
        for (Segment segment : segments) {
            for (int head = 0; head < 4; head++) {
                attention.backward(state, gradients, segment, new Attention.Work(head, scratch));
            }
        }
        attention.gather(gradients);
        FiniteDifferences differences = new FiniteDifferences(dOut, () -> forward(attention, state, segments, scratch));
        differences.check("queries", state.queries(), gradients.queries());
        differences.check("keys", state.keys(), gradients.keys());
        differences.check("values", state.values(), gradients.values());
    }

    /// The gradient is zero, not nearly so: Adam makes a full step of any trace of rounding.
    @ParameterizedTest
    @MethodSource("kernels")
    void a_token_that_sees_only_itself_gives_query_and_key_no_gradient(Kernels kernels) {
        int tokens = 37;
        Attention attention = new Attention(kernels, new AttentionShape(2, 2, 6, 0.7f, 1, null));
        Attention.State state = new Attention.State(
                random(1, tokens, 12),
                random(2, tokens, 12),
                random(3, tokens, 12),
                Matrix.zeros(tokens, 12),
                Matrix.zeros(tokens, 2));
        Matrix keys = Matrix.zeros(tokens, 12);
        Matrix values = Matrix.zeros(tokens, 12);
        Attention.Gradients gradients =
                new Attention.Gradients(random(4, tokens, 12), random(5, tokens, 12), keys, values, keys, values);
        AttentionScratch scratch = AttentionScratch.forTraining(kernels, attention.shape(), tokens);
        Segment segment = new Segment(0, tokens, 0, tokens);
        forward(attention, state, List.of(segment), scratch);
        for (int head = 0; head < 2; head++) {
            attention.backward(state, gradients, segment, new Attention.Work(head, scratch));
        }
        for (int token = 0; token < tokens; token++) {
            for (int column = 0; column < 12; column++) {
                assertThat(gradients.queries().get(token, column)).isZero();
                assertThat(keys.get(token, column)).isZero();
            }
        }
    }

    /// Softmax of all scores that the definition of a window and of a soft cap leaves.
    @ParameterizedTest
    @MethodSource("attentions")
    void attention_equals_its_definition(Kernels kernels, AttentionShape shape) {
        int tokens = 75;
        Attention.State state = attentionState(tokens);
        AttentionScratch scratch = AttentionScratch.forInference(kernels, shape, tokens);
        forward(new Attention(kernels, shape), state, List.of(new Segment(0, tokens, 0, tokens)), scratch);
        for (int query = 0; query < tokens; query++) {
            for (int column = 0; column < 8; column++) {
                assertThat((double) state.out().get(query, column))
                        .as("token %d column %d", query, column)
                        .isCloseTo(attended(state, shape, query, column), within(1e-5));
            }
        }
    }

    /// Decoding: each token alone, over keys and values that are kept packed for each key head.
    @ParameterizedTest
    @MethodSource("attentions")
    void a_single_query_over_kept_keys_sees_what_the_whole_sequence_sees(Kernels kernels, AttentionShape shape) {
        int tokens = 75;
        Attention attention = new Attention(kernels, shape);
        Attention.State state = attentionState(tokens);
        AttentionScratch scratch = AttentionScratch.forInference(kernels, shape, tokens);
        for (int head = 0; head < 2; head++) {
            Panels keys = Panels.packTransposed(state.keys().columns(head * 2, 2), kernels.panelWidth());
            Matrix values = state.values().columns(head * 2, 2);
            for (int token = 0; token < tokens; token++) {
                Segment segment = new Segment(token, 1, 0, token + 1);
                attention.forward(state, new Attention.Seen(keys, values, segment), attention.sharing(head), scratch);
            }
        }
        Matrix alone = Matrix.zeros(tokens, 8);
        alone.copyFrom(state.out());
        Matrix logSums = Matrix.zeros(tokens, 4);
        logSums.copyFrom(state.logSums());
        forward(attention, state, List.of(new Segment(0, tokens, 0, tokens)), scratch);
        assertThat(alone.data()).containsExactly(state.out().data(), within(1e-5f));
        assertThat(logSums.data()).containsExactly(state.logSums().data(), within(1e-5f));
    }

    /// Four query heads of two columns, which share two key heads.
    private static Attention.State attentionState(int tokens) {
        return new Attention.State(
                random(1, tokens, 8),
                random(2, tokens, 4),
                random(3, tokens, 4),
                Matrix.zeros(tokens, 8),
                Matrix.zeros(tokens, 4));
    }

    private static double attended(Attention.State state, AttentionShape shape, int query, int column) {
        int head = column / 2;
        int key = head / 2 * 2;
        double sum = 0;
        double total = 0;
        for (int seen = Math.max(0, query - shape.window() + 1); seen <= query; seen++) {
            double score = 0;
            for (int i = 0; i < 2; i++) {
                score += (double) state.queries().get(query, head * 2 + i)
                        * state.keys().get(seen, key + i);
            }
            score *= shape.scale();
            Float cap = shape.softCap();
            double weight = Math.exp(cap == null ? score : cap * Math.tanh(score / cap));
            total += weight;
            sum += weight * state.values().get(seen, key + column % 2);
        }
        return sum / total;
    }

    private static Matrix forward(
            Attention attention, Attention.State state, List<Segment> segments, AttentionScratch scratch) {
        for (Segment segment : segments) {
            for (int head = 0; head < attention.keyHeads(); head++) {
                attention.forward(state, segment, attention.sharing(head), scratch);
            }
        }
        return state.out();
    }
}
