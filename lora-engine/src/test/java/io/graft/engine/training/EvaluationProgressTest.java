package io.graft.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EvaluationProgressTest {

    @Test
    void a_loss_that_is_lower_by_no_more_than_the_threshold_is_best_and_a_miss() {
        EvaluationProgress first = EvaluationProgress.NONE.after(2, 3.0, 0.5);
        assertThat(first).isEqualTo(new EvaluationProgress(OptionalInt.of(2), 3.0, 0));
        EvaluationProgress second = first.after(4, 2.75, 0.5);
        assertThat(second).isEqualTo(new EvaluationProgress(OptionalInt.of(4), 2.75, 1));
        EvaluationProgress third = second.after(6, 2.9, 0.5);
        assertThat(third).isEqualTo(new EvaluationProgress(OptionalInt.of(4), 2.75, 2));
        assertThat(third.exhausts(OptionalInt.of(2))).isTrue();
        assertThat(third.exhausts(OptionalInt.of(3))).isFalse();
        assertThat(third.exhausts(OptionalInt.empty())).isFalse();
        assertThat(third.after(8, 2.0, 0.5)).isEqualTo(new EvaluationProgress(OptionalInt.of(8), 2.0, 0));
    }
}
