package io.graft.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.engine.tensor.Matrix;
import org.junit.jupiter.api.Test;

class CaseResultTest {

    @Test
    void a_line_tells_verdict_case_difference_and_tolerance() {
        assertThat(CaseResult.compared("llama", "logits", 2.14e-5, 3e-4).line())
                .startsWith("within")
                .contains("llama logits")
                .endsWith("worst  2.1e-05  tolerance 3.0e-04");
        assertThat(CaseResult.compared("llama", "logits", 1, 0).line())
                .startsWith("outside")
                .contains("worst        1");
        assertThat(CaseResult.failed("llama", "logits", "no such file").line())
                .startsWith("failed")
                .endsWith("no such file");
    }

    @Test
    void what_is_not_a_number_is_never_within() {
        Matrix actual = Matrix.of(new float[] {1, Float.NaN, 3}, 1, 3);
        Difference difference =
                new Difference().add(actual, new float[] {1, 2, 3}).add(1, 1);
        assertThat(difference.worst()).isNaN();
        assertThat(CaseResult.compared("a", "b", difference.worst(), 1).passed())
                .isFalse();
    }

    @Test
    void mismatches_show_the_place_where_texts_part() {
        Mismatches mismatches = new Mismatches()
                .add("first", "x".repeat(500) + "a" + "y".repeat(500), "x".repeat(500) + "b" + "y".repeat(500))
                .add("second", 1, 2)
                .add("third", 1, 1);
        assertThat(mismatches.count()).isEqualTo(2);
        assertThat(mismatches.first().orElseThrow())
                .startsWith("first: is …xxx")
                .contains("xay", "xby");
    }
}
