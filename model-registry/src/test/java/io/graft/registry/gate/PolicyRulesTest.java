package io.graft.registry.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.contracts.ProblemDetail.FieldError;
import io.graft.contracts.deployment.DeploymentApi.RolloutConfig;
import io.graft.contracts.registry.RegistryApi.GatePolicy;
import io.graft.contracts.registry.RegistryApi.GateRule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyRulesTest {

    @Test
    void the_default_policy_is_a_good_one() {
        assertThat(PolicyRules.faults(PolicyRules.DEFAULT)).isEmpty();
        assertThat(PolicyRules.complete(PolicyRules.DEFAULT)).isEqualTo(PolicyRules.DEFAULT);
    }

    @Test
    void what_is_absent_is_said() {
        GatePolicy complete = PolicyRules.complete(new GatePolicy(List.of(), null, null, null, null));
        assertThat(complete.approval()).isEqualTo("manual");
        assertThat(complete.deploy()).isEqualTo("auto");
    }

    @Test
    void every_fault_is_named_with_its_field() {
        GatePolicy policy = new GatePolicy(
                List.of(
                        new GateRule("worse", "acc,none", 0, null),
                        new GateRule("min_value", " ", Double.NaN, "base"),
                        new GateRule("no_regression", "acc,none", -0.1, "friend")),
                "maybe",
                "never",
                null,
                null);
        assertThat(PolicyRules.faults(policy))
                .extracting(FieldError::field)
                .containsExactly(
                        "approval",
                        "deploy",
                        "rules[0].kind",
                        "rules[1].metric",
                        "rules[1].threshold",
                        "rules[1].against",
                        "rules[2].against",
                        "rules[2].threshold");
    }

    @Test
    void steps_of_a_rollout_rise_to_all_of_the_traffic() {
        assertThat(PolicyRules.faults(withSteps(List.of(10, 50, 100)))).isEmpty();
        assertThat(PolicyRules.faults(withSteps(null))).isEmpty();
        for (List<Integer> wrong : List.of(
                List.<Integer>of(), List.of(10, 50), List.of(50, 10, 100), List.of(0, 100), List.of(10, 10, 100))) {
            assertThat(PolicyRules.faults(withSteps(wrong)))
                    .extracting(FieldError::field)
                    .containsExactly("rollout.steps");
        }
    }

    private static GatePolicy withSteps(@Nullable List<Integer> steps) {
        return new GatePolicy(
                List.of(),
                null,
                null,
                null,
                new RolloutConfig(null, null, steps, null, null, null, null, null, null, null, null, null, null, null));
    }
}
