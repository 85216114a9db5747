package io.graft.engine.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.adapter.LoraConfig;
import io.graft.engine.adapter.Modules;
import io.graft.engine.adapter.Projection;
import io.graft.engine.reference.Reference;
import io.graft.engine.tensor.Matrix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InferencePassTest {

    private final CausalModel model = CausalModel.load(Reference.bundled().folder());
    private final Adapter trained = LoraAdapter.load(model, Reference.bundled().expected("lora/qkvo/adapter_final"));
    private final InferencePass pass = new InferencePass(model);

    InferencePassTest() throws IOException {}

    private static int[] ids(int from, int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = (from + 37 * i) % 500;
        }
        return ids;
    }

    private static InferencePass.Part part(Sequence sequence, int... ids) {
        return new InferencePass.Part(sequence, ids, 0, ids.length);
    }

    @Test
    void sequences_with_different_adapters_and_lengths_get_together_what_each_gets_alone() throws IOException {
        LoraConfig decomposed = LoraConfig.builder(Modules.ALL_LINEAR)
                .variant(LoraConfig.Variant.DORA)
                .build();
        LoraAdapter dora = LoraAdapter.create(model, decomposed, 3);
        Objects.requireNonNull(Objects.requireNonNull(dora.pair(1, Projection.DOWN_PROJ))
                        .magnitude())
                .values()
                .set(0, 5, 4);
        Objects.requireNonNull(dora.pair(1, Projection.DOWN_PROJ)).refresh();
        List<Adapter> adapters = List.of(Adapter.NONE, trained, trained, dora, Adapter.NONE, dora, trained);
        List<Sequence> together = new ArrayList<>();
        List<Session> alone = new ArrayList<>();
        for (int i = 0; i < adapters.size(); i++) {
            together.add(model.sequence(adapters.get(i)));
            alone.add(model.session(adapters.get(i)));
            int[] prompt = ids(i, 3 + 25 * i);
            pass.append(List.of(part(together.get(i), prompt)));
            alone.get(i).append(prompt);
        }
        for (int step = 0; step < 3; step++) {
            List<InferencePass.Part> parts = new ArrayList<>();
            for (int i = 0; i < together.size(); i++) {
                parts.add(part(together.get(i), 7 * i + step));
            }
            pass.append(parts);
            Matrix logits = pass.logits(0, parts.size());
            for (int i = 0; i < together.size(); i++) {
                check(logits, i, alone.get(i).append(7 * i + step));
            }
        }
    }

    @Test
    void prompts_and_single_tokens_go_through_the_model_together() {
        Sequence writing = model.sequence(trained);
        Session alone = model.session(trained);
        pass.append(List.of(part(writing, ids(9, 80))));
        alone.append(ids(9, 80));
        Sequence reading = model.sequence(Adapter.NONE);
        pass.append(List.of(part(reading, ids(4, 70)), part(writing, 11)));
        Matrix logits = pass.logits(new int[] {69, 70});
        check(logits, 0, model.session(Adapter.NONE).append(ids(4, 70)));
        check(logits, 1, alone.append(11));
        assertThat(reading.length()).isEqualTo(70);
        assertThat(writing.length()).isEqualTo(81);
    }

    @Test
    void branches_see_the_sequence_and_themselves_and_leave_nothing_behind() {
        Sequence trunk = model.sequence(trained);
        pass.append(List.of(part(trunk, ids(1, 20))));
        List<int[]> branches = List.of(ids(2, 3), ids(50, 1), ids(90, 40), ids(2, 3));
        pass.branch(trunk, branches);
        Matrix logits = Matrix.zeros(47, model.config().vocabularySize());
        logits.copyFrom(pass.logits(0, 47));
        int row = 0;
        for (int[] branch : branches) {
            Session alone = model.session(trained);
            alone.append(ids(1, 20));
            Matrix expected = alone.appendAll(branch);
            for (int i = 0; i < branch.length; i++) {
                float[] values = new float[expected.columns()];
                Matrix.of(values, 1, values.length).copyFrom(expected.rows(i, 1));
                check(logits, row++, values);
            }
        }
        assertThat(trunk.length()).isEqualTo(20);
        pass.append(List.of(part(trunk, 5)));
        Session alone = model.session(trained);
        alone.append(ids(1, 20));
        check(pass.logits(0, 1), 0, alone.append(5));
    }

    @Test
    void a_sequence_that_would_get_too_long_is_refused_and_nothing_is_appended() {
        Sequence one = model.sequence(Adapter.NONE);
        Sequence other = model.sequence(Adapter.NONE);
        pass.append(List.of(part(one, ids(1, 2048))));
        assertThatThrownBy(() -> pass.append(List.of(part(other, 3), part(one, 3))))
                .hasMessage("a sequence of 2049 tokens is longer than the 2048 positions of the model"
                        + " (max_position_embeddings)");
        assertThat(other.length()).isZero();
    }

    @ParameterizedTest
    @MethodSource("io.graft.engine.reference.Reference#models")
    void every_architecture_keeps_sequences_and_branches_apart_beyond_its_windows(String name) throws IOException {
        CausalModel other = CausalModel.load(Reference.shared(name).folder());
        InferencePass both = new InferencePass(other);
        Sequence first = other.sequence(Adapter.NONE);
        Sequence second = other.sequence(Adapter.NONE);
        both.append(List.of(part(first, ids(1, 90)), part(second, ids(7, 40))));
        both.append(List.of(part(second, 9), part(first, 8)));
        check(both.logits(1, 1), 0, alone(other, ids(1, 90), 8));
        check(both.logits(0, 1), 0, alone(other, ids(7, 40), 9));
        both.branch(second, List.of(new int[] {3, 4, 5, 6}, new int[] {11}));
        check(both.logits(3, 1), 0, alone(other, ids(7, 40), 9, 3, 4, 5, 6));
        check(both.logits(4, 1), 0, alone(other, ids(7, 40), 9, 11));
    }

    /// The logits at the end of whole sequences, computed at once.
    private static float[] alone(CausalModel model, int[] ids, int... more) {
        int[] all = java.util.Arrays.copyOf(ids, ids.length + more.length);
        System.arraycopy(more, 0, all, ids.length, more.length);
        return model.session(Adapter.NONE).append(all);
    }

    private static void check(Matrix logits, int row, float[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(logits.get(row, i)).isCloseTo(expected[i], within(1e-4f));
        }
    }
}
