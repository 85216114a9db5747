package io.graft.benchmarks.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.contracts.benchmark.BenchmarkApi.Comparison;
import io.graft.contracts.benchmark.BenchmarkApi.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonsTest {

    @Test
    void the_rows_that_flipped_are_named_and_weighed() {
        Comparison comparison = Comparisons.of(result("a", "t", "110100"), result("b", "t", "100111"));

        assertThat(comparison.flipped()).containsExactly(1, 4, 5);
        assertThat(comparison.onlyA()).isEqualTo(1);
        assertThat(comparison.onlyB()).isEqualTo(2);
        assertThat(comparison.accA()).isEqualTo(0.5);
        assertThat(comparison.accB()).isCloseTo(4.0 / 6, within(1e-12));
        assertThat(comparison.pValue()).isEqualTo(1);
    }

    @Test
    void results_on_other_rows_are_not_compared() {
        assertThatThrownBy(() -> Comparisons.of(result("a", "t", "11"), result("b", "t", "111")))
                .hasMessageContaining("not the same rows");
        assertThatThrownBy(() -> Comparisons.of(result("a", "t", "11"), result("b", "u", "11")))
                .hasMessageContaining("not the same rows");
    }

    /// By hand: 2 · (C(6,0) + C(6,1)) / 2^6 and 2 · C(10,0) / 2^10.
    @Test
    void the_exact_test_agrees_with_the_binomial_by_hand() {
        assertThat(McNemar.exact(5, 1)).isCloseTo(14.0 / 64, within(1e-12));
        assertThat(McNemar.exact(1, 5)).isCloseTo(14.0 / 64, within(1e-12));
        assertThat(McNemar.exact(0, 10)).isCloseTo(2.0 / 1024, within(1e-15));
        assertThat(McNemar.exact(0, 0)).isEqualTo(1);
        assertThat(McNemar.exact(7, 7)).isEqualTo(1);
    }

    @Test
    void large_counts_neither_overflow_nor_vanish() {
        assertThat(McNemar.exact(40_000, 40_000)).isEqualTo(1);
        assertThat(McNemar.exact(400, 600)).isCloseTo(2.7e-10, within(0.2e-10));
    }

    @Test
    void the_exact_test_agrees_with_scipy() throws IOException {
        Path cases = Path.of(System.getProperty("graft.root"), "..", "shared", "reference", "statistics", "cases.json");
        assumeTrue(Files.exists(cases), "the statistics computed by scipy are not beside this checkout");
        int seen = 0;
        for (JsonNode one : new ObjectMapper().readTree(cases.toFile()).path("cases")) {
            if (one.path("kind").asText().equals("paired")) {
                JsonNode expected = one.path("expect");
                Comparison comparison = Comparisons.of(
                        result("a", "t", outcomes(one.path("a"))), result("b", "t", outcomes(one.path("b"))));
                assertThat(comparison.onlyA())
                        .isEqualTo(expected.path("b_only_a_right").asInt());
                assertThat(comparison.onlyB())
                        .isEqualTo(expected.path("c_only_b_right").asInt());
                assertThat(comparison.pValue())
                        .as(one.path("name").asText())
                        .isCloseTo(expected.path("mcnemar_exact_pvalue").asDouble(), within(1e-12));
                seen++;
            }
        }
        assertThat(seen).isPositive();
    }

    private static String outcomes(JsonNode answers) {
        StringBuilder outcomes = new StringBuilder();
        answers.forEach(answer -> outcomes.append(answer.asInt()));
        return outcomes.toString();
    }

    private static Result result(String model, String task, String correct) {
        return new Result("candidate", model, task, Map.of(), correct.length(), correct, 1);
    }
}
