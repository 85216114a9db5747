package io.graft.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutMaskTest {

    private static double dropped(DropoutMask mask) {
        int count = 0;
        for (int row = 0; row < 400; row++) {
            int key = mask.rowKey(row);
            for (int column = 0; column < 400; column++) {
                count += mask.factor(key, column) == 0f ? 1 : 0;
            }
        }
        return count / 160_000.0;
    }

    @ParameterizedTest
    @ValueSource(floats = {0f, 0.05f, 0.1f, 0.5f, 0.9f})
    void the_share_of_dropped_elements_is_the_rate(float rate) {
        assertThat(dropped(new DropoutMask(DropoutMask.key(1, 2, 3), 0, rate))).isBetween(rate - 0.005, rate + 0.005);
    }

    @Test
    void a_mask_does_not_depend_on_where_a_block_of_rows_starts() {
        DropoutMask whole = new DropoutMask(77, 0, 0.5f);
        DropoutMask later = new DropoutMask(77, 10, 0.5f);
        for (int column = 0; column < 100; column++) {
            assertThat(later.factor(later.rowKey(3), column)).isEqualTo(whole.factor(whole.rowKey(13), column));
        }
    }
}
