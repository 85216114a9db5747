package io.graft.worker.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PairTest {

    private final Pair pair = new Pair(new int[] {1, 2, 3, 4}, new int[] {5, 6});

    @Test
    void what_fits_stays_as_it_is() {
        assertThat(pair.cut(6)).isSameAs(pair);
    }

    @Test
    void a_prompt_loses_its_beginning_first() {
        Pair cut = pair.cut(4);

        assertThat(cut.prompt()).containsExactly(3, 4);
        assertThat(cut.answer()).containsExactly(5, 6);
    }

    @Test
    void an_answer_that_is_too_long_alone_loses_its_end() {
        Pair cut = pair.cut(2);

        assertThat(cut.prompt()).containsExactly(4);
        assertThat(cut.answer()).containsExactly(5);
    }
}
