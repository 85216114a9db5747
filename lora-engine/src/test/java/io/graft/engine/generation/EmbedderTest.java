package io.graft.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.generation.Embedder.Pooling;
import io.graft.engine.generation.Embedder.Scaling;
import io.graft.engine.reference.Reference;
import io.graft.engine.tensor.Matrix;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmbedderTest {

    private final Reference reference = Reference.bundled();
    private final CausalModel model = CausalModel.load(reference.folder());

    EmbedderTest() throws IOException {}

    private float[] embed(Pooling pooling, Scaling scaling, int[] ids) {
        return new Embedder(model, pooling, scaling).embed(ids, Adapter.NONE);
    }

    @Test
    void vectors_pool_the_hidden_states_after_the_final_norm() throws IOException {
        JsonNode batch = reference.json("logits.json");
        for (int[] ids : Reference.sequences(batch, "input_ids")) {
            Matrix states = model.hiddenStates(ids, Adapter.NONE).getLast();
            float[] mean = embed(Pooling.MEAN, Scaling.NONE, ids);
            float[] last = embed(Pooling.LAST_TOKEN, Scaling.NONE, ids);
            for (int i = 0; i < mean.length; i++) {
                double sum = 0;
                for (int row = 0; row < ids.length; row++) {
                    sum += states.get(row, i);
                }
                assertThat(mean[i]).isCloseTo((float) (sum / ids.length), within(2e-5f));
                assertThat(last[i]).isCloseTo(states.get(ids.length - 1, i), within(2e-5f));
            }
        }
    }

    @Test
    void texts_longer_than_a_chunk_have_a_mean_too() {
        int[] ids = new Random(1).ints(300, 0, 592).toArray();
        Matrix states = model.hiddenStates(ids, Adapter.NONE).getLast();
        double sum = 0;
        for (int row = 0; row < ids.length; row++) {
            sum += states.get(row, 3);
        }
        assertThat(embed(Pooling.MEAN, Scaling.NONE, ids)[3]).isCloseTo((float) (sum / 300), within(2e-5f));
    }

    @Test
    void unit_vectors_have_length_one_and_the_same_direction() {
        int[] ids = {404, 281, 330};
        float[] plain = embed(Pooling.MEAN, Scaling.NONE, ids);
        float[] unit = embed(Pooling.MEAN, Scaling.UNIT, ids);
        double length = 0;
        double product = 0;
        double plainLength = 0;
        for (int i = 0; i < unit.length; i++) {
            length += unit[i] * unit[i];
            product += unit[i] * plain[i];
            plainLength += plain[i] * plain[i];
        }
        assertThat(length).isCloseTo(1, within(1e-5));
        assertThat(product).isCloseTo(Math.sqrt(plainLength), within(1e-4));
    }

    @Test
    void an_adapter_changes_the_vector() throws IOException {
        Adapter trained = LoraAdapter.load(model, reference.expected("lora/qkvo/adapter_final"));
        Embedder embedder = new Embedder(model, Pooling.LAST_TOKEN, Scaling.UNIT);
        assertThat(embedder.embed(new int[] {404, 281}, trained))
                .isNotEqualTo(embedder.embed(new int[] {404, 281}, Adapter.NONE));
    }

    @Test
    void many_texts_at_once_get_the_vectors_that_each_gets_alone() throws IOException {
        Adapter trained = LoraAdapter.load(model, reference.expected("lora/qkvo/adapter_final"));
        List<int[]> texts = IntStream.of(3, 200, 1, 128, 40, 300, 90, 7, 129)
                .mapToObj(length -> new Random(length).ints(length, 0, 592).toArray())
                .toList();
        for (Pooling pooling : Pooling.values()) {
            Embedder embedder = new Embedder(model, pooling, Scaling.UNIT);
            List<float[]> together = embedder.embed(texts, trained, () -> true);
            assertThat(together).hasSameSizeAs(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertThat(together.get(i)).containsExactly(embedder.embed(texts.get(i), trained), within(2e-6f));
            }
        }
    }

    @Test
    void work_ends_when_nobody_wants_the_vectors_any_more() {
        Embedder embedder = new Embedder(model, Pooling.MEAN, Scaling.NONE);
        AtomicInteger asked = new AtomicInteger();
        List<int[]> texts = List.of(new int[1000], new int[1000]);
        assertThatThrownBy(() -> embedder.embed(texts, Adapter.NONE, () -> asked.incrementAndGet() < 3))
                .isInstanceOf(CancellationException.class)
                .hasMessage("the vectors are no longer wanted");
        assertThat(asked).hasValue(3);
    }

    @Test
    void one_wrong_text_refuses_all_before_any_work() {
        Embedder embedder = new Embedder(model, Pooling.MEAN, Scaling.NONE);
        assertThatThrownBy(() -> embedder.embed(List.of(new int[] {1}, new int[] {9999}), Adapter.NONE, () -> {
                    throw new AssertionError("work began");
                }))
                .hasMessage("token id must be from 0 to 591, is 9999");
    }

    @Test
    void a_text_without_tokens_is_refused() {
        assertThatThrownBy(() -> embed(Pooling.MEAN, Scaling.NONE, new int[0])).hasMessage("tokens must not be empty");
    }
}
