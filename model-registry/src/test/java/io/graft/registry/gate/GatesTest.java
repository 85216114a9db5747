package io.graft.registry.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.benchmark.BenchmarkApi.Result;
import io.graft.contracts.event.GateVerdict;
import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.contracts.registry.RegistryApi.GateRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatesTest {

    private static final String ACC = "acc,none";

    @Test
    void a_candidate_exactly_as_far_below_as_allowed_passes() {
        assertThat(judge(noRegression(0.02), 0.835, 0.855).passed()).isTrue();
    }

    @Test
    void a_candidate_a_hair_further_below_is_refused() {
        assertThat(judge(noRegression(0.02), 0.8349999, 0.855).passed()).isFalse();
    }

    @Test
    void an_equal_candidate_passes_a_rule_without_tolerance() {
        assertThat(judge(noRegression(0), 0.7, 0.7).passed()).isTrue();
        assertThat(judge(minImprovement(0), 0.7, 0.7).passed()).isTrue();
    }

    @Test
    void a_candidate_must_be_as_much_better_as_the_rule_says() {
        assertThat(judge(minImprovement(0.1), 0.3, 0.2).passed()).isTrue();
        assertThat(judge(minImprovement(0.1), 0.29999, 0.2).passed()).isFalse();
    }

    @Test
    void a_refusal_says_by_how_much_in_plain_words() {
        GateVerdict verdict = judge(noRegression(0.02), 0.412, 0.855);
        assertThat(verdict.reason()).isEqualTo("acc,none 0.412 is 0.443 below champion's 0.855; at most 0.02 allowed");
        assertThat(verdict.rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.rule()).isEqualTo("acc,none at most 0.02 below champion"));
    }

    @Test
    void a_pass_says_why_too() {
        assertThat(judge(noRegression(0.02), 0.861, 0.855).reason())
                .isEqualTo("acc,none 0.861 is 0.006 above champion's 0.855; at most 0.02 below allowed");
        assertThat(judge(minImprovement(0), 0.5, 0.5).reason())
                .isEqualTo("acc,none 0.5 is equal to champion's 0.5; at least 0 above needed");
    }

    @Test
    void a_difference_too_small_to_show_is_shown_all_the_same() {
        assertThat(judge(noRegression(0), 0.69999999, 0.7).reason())
                .isEqualTo("acc,none 0.7 is 0.00000001 below champion's 0.7; at most 0 allowed");
    }

    @Test
    void a_minimum_needs_no_other_version() {
        GateRule rule = new GateRule("min_value", ACC, 0.8, null);
        assertThat(judge(rule, 0.8, 0.1).passed()).isTrue();
        assertThat(judge(rule, 0.79, 0.1))
                .satisfies(verdict -> assertThat(verdict.passed()).isFalse())
                .satisfies(verdict ->
                        assertThat(verdict.reason()).isEqualTo("acc,none 0.79 is 0.01 below the required 0.8"));
    }

    @Test
    void a_rule_against_a_champion_passes_where_there_is_none_yet() {
        GateVerdict verdict = Gates.judge(policy(noRegression(0.02)), Evidence.of(List.of(result("candidate", 0.3))));
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.reason()).isEqualTo("acc,none 0.3; there is no champion to compare with yet");
    }

    @Test
    void a_rule_against_a_base_that_was_not_measured_refuses() {
        GateVerdict verdict = Gates.judge(
                policy(new GateRule("min_improvement", ACC, 0, "base")),
                Evidence.of(List.of(result("candidate", 0.3))));
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.reason()).isEqualTo("acc,none of the base was not measured");
    }

    @Test
    void a_champion_measured_without_the_metric_refuses() {
        Evidence evidence = Evidence.of(
                List.of(result("candidate", 0.3), new Result("champion", "m", "t", Map.of("f1", 0.5), 10, "", 1)));
        assertThat(Gates.judge(policy(noRegression(0.02)), evidence).reason())
                .isEqualTo("acc,none of the champion was not measured");
    }

    @Test
    void a_candidate_without_the_metric_or_with_no_number_is_refused() {
        assertThat(Gates.judge(policy(noRegression(0.02)), Evidence.of(List.of()))
                        .reason())
                .isEqualTo("acc,none of the candidate was not measured");
        assertThat(judge(noRegression(0.02), Double.NaN, 0.5).passed()).isFalse();
    }

    @Test
    void all_rules_must_hold_and_the_first_refusal_is_the_reason() {
        Evidence evidence =
                Evidence.of(List.of(result("base", 0.1), result("champion", 0.9), result("candidate", 0.5)));
        GateVerdict verdict = Gates.judge(PolicyRules.DEFAULT, evidence);
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.rules()).extracting(GateVerdict.RuleVerdict::passed).containsExactly(false, true);
        assertThat(verdict.reason()).startsWith("acc,none 0.5 is 0.4 below champion's 0.9");
    }

    @Test
    void a_policy_without_rules_lets_everything_pass() {
        assertThat(Gates.judge(policy(), Evidence.of(List.of()))).satisfies(verdict -> {
            assertThat(verdict.passed()).isTrue();
            assertThat(verdict.reason()).isEqualTo("the policy has no rules");
        });
    }

    @Test
    void over_several_tasks_a_metric_is_the_mean_by_rows() {
        Evidence evidence = Evidence.of(List.of(
                new Result("candidate", "m", "a", Map.of(ACC, 1.0, "acc_stderr,none", 0.03, "f1", 1.0), 30, "", 1),
                new Result("candidate", "m", "b", Map.of(ACC, 0.5, "acc_stderr,none", 0.04), 10, "", 1)));
        assertThat(evidence.of("candidate"))
                .containsOnlyKeys(ACC, "acc_stderr,none")
                .containsEntry(ACC, 0.875);
        assertThat(evidence.of("candidate").get("acc_stderr,none")).isEqualTo(Math.sqrt(0.9 * 0.9 + 0.4 * 0.4) / 40);
    }

    private static GateVerdict judge(GateRule rule, double candidate, double champion) {
        return Gates.judge(
                policy(rule), Evidence.of(List.of(result("champion", champion), result("candidate", candidate))));
    }

    private static GatePolicy policy(GateRule... rules) {
        return new GatePolicy(List.of(rules), null, null, null, null);
    }

    private static GateRule noRegression(double threshold) {
        return new GateRule("no_regression", ACC, threshold, null);
    }

    private static GateRule minImprovement(double threshold) {
        return new GateRule("min_improvement", ACC, threshold, "champion");
    }

    private static Result result(String subject, double accuracy) {
        return new Result(subject, "m", "t", Map.of(ACC, accuracy), 10, "", 1);
    }
}
