package io.graft.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DrawTest {

    @Test
    void the_same_seed_draws_the_same_ones_in_their_own_order() {
        assertThat(Draw.indexes(1000, 20, 7))
                .isEqualTo(Draw.indexes(1000, 20, 7))
                .isNotEqualTo(Draw.indexes(1000, 20, 8))
                .isSorted()
                .hasSize(20)
                .doesNotHaveDuplicates();
    }

    @Test
    void more_than_there_are_draws_all() {
        assertThat(Draw.indexes(3, 9, 7)).containsExactly(0, 1, 2);
    }
}
