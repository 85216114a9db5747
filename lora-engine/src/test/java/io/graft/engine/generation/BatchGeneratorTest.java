package io.graft.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.adapter.Adapter;
import io.graft.engine.adapter.LoraAdapter;
import io.graft.engine.reference.Reference;
import io.graft.engine.tokenizer.Tokenizer;
import io.graft.engine.transformer.CausalModel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchGeneratorTest {

    private final CausalModel model = CausalModel.load(Reference.bundled().folder());
    private final Tokenizer tokenizer = Tokenizer.load(model.folder());
    private final Adapter trained = LoraAdapter.load(model, Reference.bundled().expected("lora/qkvo/adapter_final"));
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private BatchGenerator batch = start(BatchLimits.texts(model, 8));

    BatchGeneratorTest() throws IOException {}

    private BatchGenerator start(BatchLimits limits) {
        return BatchGenerator.start(model, tokenizer, limits, now::get);
    }

    @AfterEach
    void close() {
        batch.close();
        tokenizer.close();
    }

    private void limit(BatchLimits limits) {
        batch.close();
        batch = start(limits);
    }

    private static GenerationConfig greedy(int tokens) {
        return GenerationConfig.greedy(tokens).withEndTokens(Set.of());
    }

    private static int[] prompt(int from, int count) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = 5 + (from + 31 * i) % 500;
        }
        return ids;
    }

    private List<GenerationRequest> mixed() {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            GenerationConfig config = i % 3 == 0
                    ? GenerationConfig.sampling(5 + 3 * i, 0.9, i)
                            .withTopP(0.9)
                            .withEndTokens(Set.of())
                            .withRepetitionPenalty(1.1)
                    : greedy(5 + 3 * i);
            requests.add(new GenerationRequest(prompt(i, 2 + 23 * i), config, i % 2 == 0 ? trained : Adapter.NONE));
        }
        return requests;
    }

    @Test
    void a_text_is_the_same_alone_and_among_others() throws Exception {
        Generator alone = new Generator(model, tokenizer);
        List<PendingText> texts = new ArrayList<>();
        for (GenerationRequest request : mixed()) {
            texts.add(batch.submit(request, TokenListener.NONE));
        }
        for (int i = 0; i < texts.size(); i++) {
            GenerationRequest request = mixed().get(i);
            check(
                    texts.get(i).result().get(),
                    alone.generate(request.prompt(), request.config(), request.adapter(), TokenListener.NONE));
        }
        assertThat(batch.waiting()).isZero();
    }

    /// The last bits of probabilities may depend on how many rows a product has.
    private static void check(Generation actual, Generation expected) {
        assertThat(actual.ids()).isEqualTo(expected.ids());
        assertThat(actual.text()).isEqualTo(expected.text());
        assertThat(actual.ending()).isEqualTo(expected.ending());
        assertThat(actual.promptTokens()).isEqualTo(expected.promptTokens());
        for (int i = 0; i < expected.tokens().size(); i++) {
            assertThat(actual.tokens().get(i).logProbability())
                    .isCloseTo(expected.tokens().get(i).logProbability(), within(1e-4));
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // the results themselves are looked at
    void texts_wait_in_order_while_there_is_no_room_for_their_tokens() throws Exception {
        limit(BatchLimits.texts(model, 8).withTokens(60));
        List<Integer> ended = new ArrayList<>();
        List<PendingText> texts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            PendingText text = batch.submit(request(prompt(i, 10), 30), TokenListener.NONE);
            text.result().whenComplete((result, failure) -> ended.add(number));
            texts.add(text);
        }
        for (PendingText text : texts) {
            assertThat(text.result().get().tokens()).hasSize(30);
        }
        assertThat(ended).containsExactly(0, 1, 2, 3, 4);
    }

    private static GenerationRequest request(int[] prompt, int tokens) {
        return new GenerationRequest(prompt, greedy(tokens), Adapter.NONE);
    }

    @Test
    void what_can_never_fit_is_refused_at_once() {
        limit(BatchLimits.texts(model, 2).withTokens(60));
        assertThatThrownBy(() -> batch.submit(request(prompt(1, 31), 30), TokenListener.NONE))
                .hasMessage("a prompt of 31 tokens and max_tokens 30 need room for 61 tokens, there is never more than"
                        + " 60");
        assertThatThrownBy(() -> batch.submit(request(new int[] {9999}, 3), TokenListener.NONE))
                .hasMessage("token id must be from 0 to 591, is 9999");
        assertThatThrownBy(() -> batch.submit(request(new int[0], 3), TokenListener.NONE))
                .hasMessage("tokens must not be empty");
    }

    @Test
    void a_cancelled_text_ends_with_what_it_has_and_others_go_on() throws Exception {
        PendingText kept = batch.submit(request(prompt(1, 5), 50), TokenListener.NONE);
        CountDownLatch writing = new CountDownLatch(3);
        PendingText cancelled = batch.submit(request(prompt(2, 5), 2000), token -> {
            writing.countDown();
            return true;
        });
        assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
        cancelled.cancel();
        Generation part = cancelled.result().get();
        assertThat(part.ending()).isEqualTo(Generation.Ending.CANCELLED);
        assertThat(part.tokens()).hasSizeBetween(3, 1999);
        assertThat(kept.result().get().tokens()).hasSize(50);
    }

    @Test
    void a_text_that_takes_too_long_fails_wherever_it_is() {
        limit(BatchLimits.texts(model, 1).withTimeout(Duration.ofSeconds(20)));
        CountDownLatch both = new CountDownLatch(1);
        PendingText slow = batch.submit(request(prompt(2, 5), 2000), token -> {
            if (both.getCount() == 0) {
                now.set(Instant.EPOCH.plusSeconds(21));
            }
            return true;
        });
        PendingText waiting = batch.submit(request(prompt(3, 5), 5), TokenListener.NONE);
        both.countDown();
        assertThatThrownBy(() -> slow.result().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(GenerationTimeoutException.class)
                .hasMessageContaining("was not finished within PT20S; it had ");
        assertThatThrownBy(() -> waiting.result().get())
                .hasCauseInstanceOf(GenerationTimeoutException.class)
                .hasMessageContaining("it had 0 tokens by then");
    }

    @Test
    void a_failing_listener_ends_its_own_text_only() throws Exception {
        PendingText other = batch.submit(request(prompt(1, 5), 40), TokenListener.NONE);
        PendingText broken = batch.submit(request(prompt(1, 5), 40), token -> {
            throw new IllegalStateException("nobody listens");
        });
        assertThatThrownBy(() -> broken.result().get()).hasMessageContaining("nobody listens");
        assertThat(other.result().get().tokens()).hasSize(40);
    }

    @Test
    void a_slow_listener_on_the_callers_thread_hears_everything_and_can_stop() {
        List<Integer> heard = new ArrayList<>();
        Generation whole = batch.generate(request(prompt(1, 5), 40), token -> heard.add(token.id()));
        assertThat(heard).isEqualTo(whole.ids()).hasSize(40);
        Generation stopped = batch.generate(request(prompt(1, 5), 2000), token -> false);
        assertThat(stopped.ending()).isEqualTo(Generation.Ending.CANCELLED);
        assertThat(stopped.tokens()).isNotEmpty();
    }

    @Test
    void more_may_not_wait_than_the_limit_says() throws Exception {
        limit(BatchLimits.texts(model, 1).withWaiting(1));
        CountDownLatch started = new CountDownLatch(1);
        PendingText first = batch.submit(request(prompt(2, 5), 2000), token -> {
            started.countDown();
            return true;
        });
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        PendingText second = batch.submit(request(prompt(2, 5), 5), TokenListener.NONE);
        assertThatThrownBy(() -> batch.submit(request(prompt(2, 5), 5), TokenListener.NONE))
                .isInstanceOf(BusyException.class)
                .hasMessage("1 requests wait already, no more may");
        assertThat(batch.waiting()).isEqualTo(1);
        first.cancel();
        assertThat(second.result().get().tokens()).hasSize(5);
    }

    @Test
    void closing_ends_everything() {
        PendingText text = batch.submit(request(prompt(2, 5), 2000), TokenListener.NONE);
        batch.close();
        assertThatThrownBy(() -> text.result().join()).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> batch.submit(request(prompt(2, 5), 5), TokenListener.NONE))
                .isInstanceOf(CancellationException.class)
                .hasMessage("the generator is closed");
    }
}
