package io.graft.worker.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.generation.ChoiceScore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoresTest {

    @Test
    void accuracy_has_the_standard_error_of_a_sample() {
        Scores scores = new Scores();
        for (boolean right : new boolean[] {true, false, true, true}) {
            scores.add(right);
        }

        assertThat(scores.correct()).isEqualTo("1011");
        assertThat(scores.accuracy().get("acc,none")).isEqualTo(0.75);
        assertThat(scores.accuracy().get("acc_stderr,none")).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void one_row_has_no_standard_error() {
        Scores scores = new Scores();
        scores.add(true);

        assertThat(scores.accuracy()).isEqualTo(Map.of("acc,none", 1.0, "acc_stderr,none", 0.0));
    }

    @Test
    void answers_are_weighed_by_their_tokens() {
        Scores scores = new Scores();
        scores.add(1.0, 1.0, 1);
        scores.add(3.0, 0.5, 3);

        Map<String, Double> metrics = scores.answers();
        assertThat(metrics.get("loss,none")).isEqualTo(2.5);
        assertThat(metrics.get("token_accuracy,none")).isEqualTo(0.625);
        assertThat(metrics.get("exact_match,none")).isEqualTo(0.5);
        assertThat(scores.correct()).isEqualTo("10");
    }

    @Test
    void the_first_of_equally_likely_choices_wins() {
        assertThat(ChoiceTask.likeliest(List.of(
                        new ChoiceScore(-3, 1, false), new ChoiceScore(-1, 2, false), new ChoiceScore(-1, 1, true))))
                .isEqualTo(1);
    }
}
